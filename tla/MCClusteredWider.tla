------------------------- MODULE MCClusteredWider -------------------------
(***************************************************************************)
(* ClusteredWider with a workload, as MCClusteredHotSwap is                *)
(* ClusteredHotSwap with one. All threads are at home on processor 0.      *)
(***************************************************************************)

EXTENDS ClusteredWider

CONSTANTS
  Callers,    \* the threads that call
  Nesting,    \* those whose call makes calls of the same component, one after the other
  Inner,      \* how many such recursive calls each of them makes
  Elsewhere   \* how deep the calls are that are made on processor 1: {0} for a thread's own, {1} for a recursive one

(***************************************************************************)
(* Configurations put these in the place of Calls, Home and Made.          *)
(***************************************************************************)
CallsMade == {<<t, d>> \in Callers \X (0..Inner) : d = 0 \/ t \in Nesting}
Placement == [t \in Callers |-> 0]
Places == [c \in CallsMade |-> IF c[2] \in Elsewhere THEN 1 ELSE 0]

-----------------------------------------------------------------------------
Wants(c) == at[c] # "returned"

(***************************************************************************)
(* Lets a run that is over go on for ever, so that a deadlock is one.      *)
(* Where swaps overlap generations go on for ever.                         *)
(***************************************************************************)
EndIsReached == IF MayDestroy THEN fate = "gone" /\ root \in {"idle", "reclaimed"} ELSE requests = 0 /\ root = "idle"

finished ==
  /\ ~Overlaps
  /\ EndIsReached
  /\ NoMiss
  /\ \A c \in Calls : at[c] = "returned"
  /\ \A t \in Threads : age[t] = "gone"
  /\ UNCHANGED vars

-----------------------------------------------------------------------------
MCNext ==
  \/ \E t \in Threads : ThreadSteps(t)
  \/ \E t \in Threads : MissSteps(t)
  \/ \E c \in Calls : Wants(c) /\ invoke(c)
  \/ \E c \in Calls : CallSteps(c)
  \/ \E c \in Calls : leave(c)
  \/ \E p \in Processors : WorkerSteps(p)
  \/ swapRequested
  \/ destroyed
  \/ RootSteps
  \/ finished

MCSpec == Init /\ [][MCNext]_vars
=============================================================================
