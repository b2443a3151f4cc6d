// What the kernel knows of threads.

export const threadsMost = 32;
/** Nodes up to this one are those of threads that have not begun or have ended. */
export const failedNode = 2;
