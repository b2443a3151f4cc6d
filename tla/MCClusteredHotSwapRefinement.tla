--------------------- MODULE MCClusteredHotSwapRefinement ---------------------
(***************************************************************************)
(* ClusteredHotSwap refines AtomicSwap, as HotSwap does: a call takes      *)
(* effect when its method leaves; the swap takes place when the global     *)
(* entry is turned to the successor. Local entries, misses and workers are *)
(* nothing that a client sees.                                             *)
(***************************************************************************)

EXTENDS MCClusteredHotSwap

BELIEF == [c \in Calls |->
  IF at[c] \in {"idle", "returned"} THEN at[c]
  ELSE IF at[c] \in {"left", "out"} THEN "effected"
  ELSE "invoked"]

EFFECTS == state[Serving]

Atomic == INSTANCE AtomicSwap WITH serving <- Serving, effects <- EFFECTS, belief <- BELIEF

Refines == Atomic!Spec

THEOREM MCSpec => Refines
=============================================================================
