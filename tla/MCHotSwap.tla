----------------------------- MODULE MCHotSwap -----------------------------
(***************************************************************************)
(* HotSwap with a workload: who calls, from which processor, how often and *)
(* when, and for what a call waits while it is inside. A configuration     *)
(* gives the sets; most of them are empty most of the time. Some drop an   *)
(* assumption of the mechanism, and what then goes wrong is expected.      *)
(***************************************************************************)

EXTENDS HotSwap

CONSTANTS
  Callers,    \* the threads that call
  Nesting,    \* those whose call makes calls of the same component, one after the other
  Inner,      \* how many such recursive calls each of them makes
  Remote,     \* those on processor 1; the others are on processor 0
  Endless,    \* those that call again, without end
  Following,  \* those that call only once the calls of all others are inside, or over
  Awaiting,   \* those whose call waits, inside, until all other calls have returned
  AwaitSwap,  \* those whose call waits, inside, until a swap has ended
  Lingering,  \* those whose call, once inside, need never end
  Sleeping    \* those whose call may sleep inside

(***************************************************************************)
(* Configurations put these in the place of Calls and Home.                *)
(***************************************************************************)
CallsMade == {<<t, d>> \in Callers \X (0..Inner) : d = 0 \/ t \in Nesting}
Placement == [t \in Callers |-> IF t \in Remote THEN 1 ELSE 0]

-----------------------------------------------------------------------------
(***************************************************************************)
(* When a call is made, and what it waits for before it leaves.            *)
(***************************************************************************)
OthersAreInside(t) ==
  \A c \in Calls : (ThreadOf(c) # t /\ c[2] = 0) => at[c] \in {"inside", "left", "out", "returned"}

Wants(c) ==
  /\ at[c] = "returned" => ThreadOf(c) \in Endless
  /\ (c[2] = 0 /\ at[c] = "idle" /\ ThreadOf(c) \in Following) => OthersAreInside(ThreadOf(c))

Waits(c) ==
  \/ ThreadOf(c) \in Awaiting /\ \E d \in Calls : ThreadOf(d) # ThreadOf(c) /\ at[d] # "returned"
  \/ ThreadOf(c) \in AwaitSwap /\ ended = 0

(***************************************************************************)
(* "Entering a long term sleep" is a safe point (section 2), inside the    *)
(* component too: the sleeper counts as gone.                              *)
(***************************************************************************)
sleep(c) ==
  /\ at[c] = "inside"
  /\ ThreadOf(c) \in Sleeping
  /\ age[ThreadOf(c)] # "gone"
  /\ age' = [age EXCEPT ![ThreadOf(c)] = "gone"]
  /\ UNCHANGED <<at, aim, count, table, state>>
  /\ UNCHANGED swapVars

(***************************************************************************)
(* Another rule of admission, to be put in the place of Admits: in block   *)
(* anybody passes while a call is in flight. K42's source has it, as a     *)
(* path that is never taken.                                               *)
(***************************************************************************)
AdmitsWhileInFlight(m, c) ==
  \/ mphase[m] = "forward"
  \/ mphase[m] = "block" /\ (Tracked(c) \/ count[m] > 0)

(***************************************************************************)
(* Lets a run that is over go on for ever, so that a deadlock is one.      *)
(***************************************************************************)
finished ==
  /\ requests = 0
  /\ swapper = "idle"
  /\ \A c \in Calls : at[c] = "returned"
  /\ UNCHANGED vars

-----------------------------------------------------------------------------
MCNext ==
  \/ \E c \in Calls : Wants(c) /\ invoke(c)
  \/ \E c \in Calls : CallSteps(c)
  \/ \E c \in Calls : ~Waits(c) /\ leave(c)
  \/ \E c \in Calls : sleep(c)
  \/ \E p \in Processors : generation(p)
  \/ swapRequested
  \/ SwapSteps
  \/ finished

MCSpec == Init /\ [][MCNext]_vars

(***************************************************************************)
(* Fairness is weak, and only over what the mechanism and the processors   *)
(* do: a client need not call, nor an operator ask. A call that is inside  *)
(* ends, unless its thread lingers: that is "short-lived". A recursive     *)
(* call is part of the call that makes it.                                 *)
(***************************************************************************)
MCFairSpec ==
  /\ Init
  /\ [][MCNext]_vars
  /\ \A c \in Calls : WF_vars(CallSteps(c))
  /\ \A c \in {d \in Calls : ThreadOf(d) \notin Lingering} : WF_vars(~Waits(c) /\ leave(c))
  /\ \A c \in {d \in Calls : d[2] > 0} : WF_vars(Wants(c) /\ invoke(c))
  /\ \A p \in Processors : WF_vars(generation(p))
  /\ WF_vars(SwapSteps)
=============================================================================
