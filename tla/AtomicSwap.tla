----------------------------- MODULE AtomicSwap -----------------------------
(***************************************************************************)
(* What a client may believe about hot-swapping: a swap is one step.       *)
(*                                                                         *)
(* The paper's goal is "complete transparency to client components"        *)
(* (section 1). A client that knows nothing of mediators, phases and       *)
(* generations sees a component that some object serves, and calls that    *)
(* take effect in it one by one. When the component is replaced, the state *)
(* goes over to the new object in the same instant, and whoever calls      *)
(* afterwards is served by it. HotSwap is held to this module by the       *)
(* refinement at the end of MCHotSwap.                                     *)
(***************************************************************************)

EXTENDS Naturals

CONSTANTS
  Calls,    \* the calls that clients make
  Swaps     \* how many swaps there are at most

VARIABLES
  serving,  \* the object that serves the reference: n after n completed swaps
  effects,  \* the state of the component: the calls that have taken effect
  belief    \* of each call: "idle", "invoked", "effected" or "returned"

vars == <<serving, effects, belief>>

(***************************************************************************)
(* At first object 0 serves, and nobody has called.                        *)
(***************************************************************************)
Init ==
  /\ serving = 0
  /\ effects = {}
  /\ belief = [c \in Calls |-> "idle"]

(***************************************************************************)
(* A client calls through the reference.                                   *)
(***************************************************************************)
invoke(c) ==
  /\ belief[c] \in {"idle", "returned"}
  /\ belief' = [belief EXCEPT ![c] = "invoked"]
  /\ UNCHANGED <<serving, effects>>

(***************************************************************************)
(* The call takes effect, in one step, in whatever object serves.          *)
(***************************************************************************)
effect(c) ==
  /\ belief[c] = "invoked"
  /\ belief' = [belief EXCEPT ![c] = "effected"]
  /\ effects' = effects \cup {c}
  /\ UNCHANGED serving

(***************************************************************************)
(* The call returns. A client sees no failure and has nothing to repeat.   *)
(***************************************************************************)
return(c) ==
  /\ belief[c] = "effected"
  /\ belief' = [belief EXCEPT ![c] = "returned"]
  /\ UNCHANGED <<serving, effects>>

(***************************************************************************)
(* The swap: the next object serves, with the state as it is. Never back.  *)
(***************************************************************************)
swap ==
  /\ serving < Swaps
  /\ serving' = serving + 1
  /\ UNCHANGED <<effects, belief>>

Next ==
  \/ \E c \in Calls : invoke(c)
  \/ \E c \in Calls : effect(c)
  \/ \E c \in Calls : return(c)
  \/ swap

Spec == Init /\ [][Next]_vars

(***************************************************************************)
(* A call that has taken effect stays so.                                  *)
(***************************************************************************)
StatePreserved == \A c \in Calls : belief[c] \in {"effected", "returned"} => c \in effects

TypeOK ==
  /\ T1:: serving \in 0..Swaps
  /\ T2:: effects \in SUBSET Calls
  /\ T3:: belief \in [Calls -> {"idle", "invoked", "effected", "returned"}]
=============================================================================
