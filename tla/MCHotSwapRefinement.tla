------------------------ MODULE MCHotSwapRefinement ------------------------
(***************************************************************************)
(* HotSwap refines AtomicSwap: whatever a client can see of the protocol,  *)
(* it could also see if a swap were one step.                              *)
(*                                                                         *)
(* A call takes effect when its method leaves; the swap takes place when   *)
(* the pointer is turned to the successor. Forward, block, transfer, the   *)
(* generations and reclamation are steps in which a client sees nothing.   *)
(*                                                                         *)
(* The two definitions in capitals are the mapping; checked by TLC from    *)
(* Refines, and without Java as an invariant of a copy with history        *)
(* variables (refinement.ts).                                              *)
(***************************************************************************)

EXTENDS MCHotSwap

(***************************************************************************)
(* What the client of each call believes.                                  *)
(***************************************************************************)
BELIEF == [c \in Calls |->
  IF at[c] \in {"idle", "returned"} THEN at[c]
  ELSE IF at[c] \in {"left", "out"} THEN "effected"
  ELSE "invoked"]

(***************************************************************************)
(* The state of the component, as its clients would find it.               *)
(***************************************************************************)
EFFECTS == state[Serving]

Atomic == INSTANCE AtomicSwap WITH serving <- Serving, effects <- EFFECTS, belief <- BELIEF

Refines == Atomic!Spec

THEOREM MCSpec => Refines
=============================================================================
