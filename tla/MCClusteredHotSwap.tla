------------------------ MODULE MCClusteredHotSwap ------------------------
(***************************************************************************)
(* ClusteredHotSwap with a workload, as MCHotSwap is HotSwap with one.     *)
(***************************************************************************)

EXTENDS ClusteredHotSwap

CONSTANTS
  Callers,    \* the threads that call
  Nesting,    \* those whose call makes calls of the same component, one after the other
  Inner,      \* how many such recursive calls each of them makes
  Remote,     \* those on processor 1; the others are on processor 0
  Following   \* those that call only once the calls of all others are inside, or over

(***************************************************************************)
(* Configurations put these in the place of Calls and Home.                *)
(***************************************************************************)
CallsMade == {<<t, d>> \in Callers \X (0..Inner) : d = 0 \/ t \in Nesting}
Placement == [t \in Callers |-> IF t \in Remote THEN 1 ELSE 0]

-----------------------------------------------------------------------------
OthersAreInside(t) ==
  \A c \in Calls : (ThreadOf(c) # t /\ c[2] = 0) => at[c] \in {"inside", "left", "out", "returned"}

Wants(c) ==
  /\ at[c] # "returned"
  /\ (c[2] = 0 /\ at[c] = "idle" /\ ThreadOf(c) \in Following) => OthersAreInside(ThreadOf(c))

(***************************************************************************)
(* Lets a run that is over go on for ever, so that a deadlock is one.      *)
(***************************************************************************)
finished ==
  /\ requests = 0
  /\ root = "idle"
  /\ NoMiss
  /\ \A c \in Calls : at[c] = "returned"
  /\ UNCHANGED vars

-----------------------------------------------------------------------------
MCNext ==
  \/ \E t \in Threads : MissSteps(t)
  \/ \E c \in Calls : Wants(c) /\ invoke(c)
  \/ \E c \in Calls : CallSteps(c)
  \/ \E c \in Calls : leave(c)
  \/ \E p \in Processors : WorkerSteps(p)
  \/ swapRequested
  \/ RootSteps
  \/ finished

MCSpec == Init /\ [][MCNext]_vars

(***************************************************************************)
(* Fairness is weak, and only over what the mechanism and the processors   *)
(* do: a client need not call, nor an operator ask. A thread that misses   *)
(* for a call that it makes goes on with it.                               *)
(***************************************************************************)
MCFairSpec ==
  /\ Init
  /\ [][MCNext]_vars
  /\ \A t \in Threads : WF_vars(MissSteps(t))
  /\ \A c \in Calls : WF_vars(CallSteps(c))
  /\ \A c \in Calls : WF_vars(leave(c))
  /\ \A c \in {d \in Calls : d[2] > 0} : WF_vars(Wants(c) /\ invoke(c))
  /\ \A p \in Processors : WF_vars(WorkerSteps(p))
  /\ WF_vars(RootSteps)
=============================================================================
