// The third quarter of the random scenarios.

import { exploreQuarter } from './quarter.js';

exploreQuarter({ seed: 20260105 });
