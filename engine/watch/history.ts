// Histories: what clients saw of an object, as plain data, for the property that is about it.

/** What clients saw of one object, where that is why a property is violated. */
export interface History {
  readonly object: string;
  readonly calls: readonly HistoryCall[];
  /** Calls of the path that are not shown: nothing changes whether they take effect or not. */
  readonly leftOut: number;
  /** 'smallest' only where every smaller one was tried. */
  readonly size: 'smallest' | 'smallest found';
}

/** A call of a history. Values are in canonical text; of moments, only the order says anything. */
export interface HistoryCall {
  readonly thread: string;
  readonly call: string;
  readonly method: string;
  readonly args: string;
  readonly from: number;
  /** Undefined while the call has not returned. */
  readonly to?: number;
  readonly result?: string;
  readonly threw?: string;
}
