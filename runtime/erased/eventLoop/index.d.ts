// The erased text that a service runs: see runtime/erase. The build makes the module of which these are the types.

import type { Text } from '../../text.js';

export declare const call: Text['call'];
export declare const activate: Text['activate'];
export declare const deactivate: Text['deactivate'];
export declare const requestSwap: Text['requestSwap'];
export declare const swapper: Text['swapper'];
export declare const deadline: Text['deadline'];
export declare const deadlineThread: Text['deadlineThread'];
export declare const layOutReference: Text['layOutReference'];
export declare const layOutMediator: Text['layOutMediator'];
export declare const layOutObject: Text['layOutObject'];
export declare const layOutGenerations: Text['layOutGenerations'];
export declare const bestCommonFormat: Text['bestCommonFormat'];
export declare const turnedAway: Text['turnedAway'];
