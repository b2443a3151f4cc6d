---------------------------- MODULE MCGroupSwap ----------------------------
(***************************************************************************)
(* GroupSwap with a workload: each caller calls a component, which calls   *)
(* another one from inside.                                                *)
(***************************************************************************)

EXTENDS GroupSwap

CONSTANTS
  Callers,    \* the threads that call
  Depth,      \* how deep: 0 where nothing is called from inside
  Outer,      \* the component that they call
  Inner       \* the one that is called from inside

CallsMade == Callers \X (0..Depth)
Callee == [c \in CallsMade |-> IF c[2] = 0 THEN Outer ELSE Inner]
Placement == [t \in Callers |-> 0]

Wants(c) == TRUE

finished ==
  /\ group = "idle"
  /\ \A k \in Members : Used(k) = Swaps
  /\ \A c \in Calls : at[c] = "returned"
  /\ UNCHANGED vars

MCNext ==
  \/ \E c \in Calls : Wants(c) /\ invoke(c)
  \/ \E c \in Calls : CallSteps(c)
  \/ \E c \in Calls : leave(c)
  \/ \E p \in Processors : generation(p)
  \/ \E k \in Members : MemberSteps(k)
  \/ swapRequested
  \/ GroupSteps
  \/ finished

MCSpec == Init /\ [][MCNext]_vars

MCFairSpec ==
  /\ Init
  /\ [][MCNext]_vars
  /\ \A c \in Calls : WF_vars(CallSteps(c))
  /\ \A c \in Calls : WF_vars(leave(c))
  /\ \A c \in {d \in Calls : d[2] > 0} : WF_vars(Wants(c) /\ invoke(c))
  /\ \A p \in Processors : WF_vars(generation(p))
  /\ \A k \in Members : WF_vars(MemberSteps(k))
  /\ WF_vars(GroupSteps)
=============================================================================
