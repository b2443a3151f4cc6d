------------------------------ MODULE GroupSwap ------------------------------
(***************************************************************************)
(* Several components that call each other, swapped together, by four      *)
(* rules. To be read after HotSwap, of whose swap each member's is one.    *)
(*                                                                         *)
(*   1  all members are interposed before any blocks;                      *)
(*   2  none blocks before the generations of all have passed;             *)
(*   3  in block a call is let through if the table of any member has its  *)
(*      thread;                                                            *)
(*   4  no state is transferred before all block and none counts a call.   *)
(*                                                                         *)
(* Beyond the rules: all members commit, or none. The paper does not have  *)
(* it; one by one, such components deadlock. The same protocol for groups  *)
(* of any size is proof/groupSwap, which is laid upon the graphs of this   *)
(* module. The group of impl/clustered has one mediator for all members,   *)
(* with one table and one count, and is another protocol.                  *)
(*                                                                         *)
(* A call made from inside another is within it: the deeper ones first     *)
(* leave. Left out: what HotSwap leaves out, and components that are no    *)
(* members.                                                                *)
(***************************************************************************)

EXTENDS Naturals, FiniteSets

CONSTANTS
  Calls,       \* the calls that may be made: <<thread, depth>>
  Called,      \* of each call: the component that it is of
  Home,        \* of each thread: the processor that it runs on
  Members,     \* the components of the group
  Swaps,       \* how many swaps of the group are requested
  MayAbort     \* whether a swap may be given up before any commit

ThreadOf(c) == c[1]
Threads == {ThreadOf(c) : c \in Calls}
Processors == {Home[t] : t \in Threads}
Versions == 0..Swaps
Turns == {n \in 0..Swaps : n < Swaps}

VARIABLES
  pointer,      \* of each member, where its reference leads: <<"object", k, n>> or <<"mediator", k, n>>
  at,           \* where each call is
  aim,          \* where the pointer led when the call read it
  age,          \* of each thread: "gone", "current" or "previous"
  mphase,       \* of each member, the phase of each of its mediators
  count,        \* of each member and mediator: calls in flight that it let through
  table,        \* the calls whose threads are in the table of some member
  original,     \* of each member and mediator: the version that it stands before
  group,        \* what the group does: "idle", "on" or "aborting"
  stage,        \* how far the swap of each member is; "outside" before it is interposed
  advanced,     \* of each processor and member: generations passed in its grace period
  state,        \* of each member and version: the calls whose effects it holds
  freed         \* the objects and mediators whose memory was given back

vars == <<pointer, at, aim, age, mphase, count, table, original, group, stage, advanced, state, freed>>
callVars == <<at, aim, age, count, table, state>>
swapVars == <<pointer, mphase, original, group, stage, advanced, freed>>

Stages == {"idle", "invoked", "counted", "inside", "left", "out", "suspended", "returned"}
Mediated == {"forward", "block", "transfer", "transferred", "aborting"}
Decided == {"swung", "completed", "ended", "reclaiming", "reclaimed"}

Object(k, n) == <<"object", k, n>>
Mediator(k, n) == <<"mediator", k, n>>
LeadsToMediator(target) == target[1] = "mediator"

RunsIn(c) == IF LeadsToMediator(aim[c]) THEN original[aim[c][2]][aim[c][3]] ELSE aim[c][3]
Serving(k) == IF LeadsToMediator(pointer[k]) THEN original[k][pointer[k][3]] ELSE pointer[k][3]

(***************************************************************************)
(* The mediator of a member's swap that is on, or was on last.             *)
(***************************************************************************)
Used(k) == Cardinality({n \in Turns : mphase[k][n] # "unused"})
Current(k) == IF Used(k) = 0 THEN 0 ELSE Used(k) - 1
From(k) == original[k][Current(k)]
To(k) == From(k) + 1

Init ==
  /\ pointer = [k \in Members |-> Object(k, 0)]
  /\ at = [c \in Calls |-> "idle"]
  /\ aim = [c \in Calls |-> Object(Called[c], 0)]
  /\ age = [t \in Threads |-> "gone"]
  /\ mphase = [k \in Members |-> [n \in Turns |-> "unused"]]
  /\ count = [k \in Members |-> [n \in Turns |-> 0]]
  /\ table = {}
  /\ original = [k \in Members |-> [n \in Turns |-> 0]]
  /\ group = "idle"
  /\ stage = [k \in Members |-> "outside"]
  /\ advanced = [p \in Processors |-> [k \in Members |-> 0]]
  /\ state = [k \in Members |-> [n \in Versions |-> {}]]
  /\ freed = {}

-----------------------------------------------------------------------------
(***************************************************************************)
(* CALLS, as in HotSwap, each of its own component.                        *)
(***************************************************************************)
MayInvoke(c) ==
  /\ at[c] = "idle"
  /\ c[2] > 0 => at[<<ThreadOf(c), c[2] - 1>>] = "inside"

invoke(c) ==
  /\ MayInvoke(c)
  /\ at' = [at EXCEPT ![c] = "invoked"]
  /\ aim' = [aim EXCEPT ![c] = pointer[Called[c]]]
  /\ age' = IF c[2] = 0 THEN [age EXCEPT ![ThreadOf(c)] = "current"] ELSE age
  /\ UNCHANGED <<count, table, state>>
  /\ UNCHANGED swapVars

PhaseFor(c) == mphase[aim[c][2]][aim[c][3]]

(***************************************************************************)
(* Rule 3: whichever member's table it is.                                 *)
(***************************************************************************)
Tracked(c) == \E d \in table : ThreadOf(d) = ThreadOf(c)

Admits(c) ==
  \/ PhaseFor(c) = "forward"
  \/ PhaseFor(c) = "block" /\ Tracked(c)

countIn(c) ==
  /\ at[c] = "invoked"
  /\ LeadsToMediator(aim[c])
  /\ Admits(c)
  /\ at' = [at EXCEPT ![c] = "counted"]
  /\ count' = [count EXCEPT ![aim[c][2]][aim[c][3]] = @ + 1]
  /\ table' = table \cup {c}
  /\ UNCHANGED <<aim, age, state>>
  /\ UNCHANGED swapVars

suspended(c) ==
  /\ at[c] = "invoked"
  /\ LeadsToMediator(aim[c])
  /\ PhaseFor(c) \in {"block", "transfer"}
  /\ ~Admits(c)
  /\ at' = [at EXCEPT ![c] = "suspended"]
  /\ UNCHANGED <<aim, age, count, table, state>>
  /\ UNCHANGED swapVars

readAgain(c, from) ==
  /\ at[c] = from
  /\ LeadsToMediator(aim[c])
  /\ PhaseFor(c) = "completed"
  /\ at' = [at EXCEPT ![c] = "invoked"]
  /\ aim' = [aim EXCEPT ![c] = pointer[Called[c]]]
  /\ UNCHANGED <<age, count, table, state>>
  /\ UNCHANGED swapVars

resumed(c) == readAgain(c, "suspended")
redispatch(c) == readAgain(c, "invoked")

enter(c) ==
  /\ \/ at[c] = "invoked" /\ ~LeadsToMediator(aim[c])
     \/ at[c] = "counted"
  /\ at' = [at EXCEPT ![c] = "inside"]
  /\ UNCHANGED <<aim, age, count, table, state>>
  /\ UNCHANGED swapVars

leave(c) ==
  /\ at[c] = "inside"
  /\ \A d \in Calls : (ThreadOf(d) = ThreadOf(c) /\ d[2] > c[2]) => at[d] = "returned"
  /\ at' = [at EXCEPT ![c] = "left"]
  /\ state' = [state EXCEPT ![Called[c]][RunsIn(c)] = @ \cup {c}]
  /\ UNCHANGED <<aim, age, count, table>>
  /\ UNCHANGED swapVars

countOut(c) ==
  /\ at[c] = "left"
  /\ LeadsToMediator(aim[c])
  /\ at' = [at EXCEPT ![c] = "out"]
  /\ count' = [count EXCEPT ![aim[c][2]][aim[c][3]] = @ - 1]
  /\ table' = table \ {c}
  /\ UNCHANGED <<aim, age, state>>
  /\ UNCHANGED swapVars

counted(c, delta) ==
  \/ delta = 1 /\ countIn(c)
  \/ delta = 0 - 1 /\ countOut(c)

return(c) ==
  /\ \/ at[c] = "out"
     \/ at[c] = "left" /\ ~LeadsToMediator(aim[c])
  /\ at' = [at EXCEPT ![c] = "returned"]
  /\ aim' = [aim EXCEPT ![c] = Object(Called[c], 0)]
  /\ age' = IF c[2] = 0 THEN [age EXCEPT ![ThreadOf(c)] = "gone"] ELSE age
  /\ UNCHANGED <<count, table, state>>
  /\ UNCHANGED swapVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* GENERATIONS count for each member whose grace period has begun.         *)
(***************************************************************************)
InGrace(k) == stage[k] \in {"forward", "reclaiming"}

generation(p) ==
  /\ \E k \in Members : InGrace(k) /\ advanced[p][k] < 2
  /\ \A t \in Threads : Home[t] = p => age[t] # "previous"
  /\ age' = [t \in Threads |-> IF Home[t] = p /\ age[t] = "current" THEN "previous" ELSE age[t]]
  /\ advanced' = [q \in Processors |-> [k \in Members |->
       IF q = p /\ InGrace(k) /\ advanced[q][k] < 2 THEN advanced[q][k] + 1 ELSE advanced[q][k]]]
  /\ UNCHANGED <<pointer, at, aim, mphase, count, table, original, group, stage, state, freed>>

GraceOver(k) == \A p \in Processors : advanced[p][k] = 2
NoGrace(k) == [p \in Processors |-> [advanced[p] EXCEPT ![k] = 0]]

-----------------------------------------------------------------------------
(***************************************************************************)
(* THE SWAP, a step of each member at a time.                              *)
(***************************************************************************)
swapRequested ==
  /\ group = "idle"
  /\ \E k \in Members : Used(k) < Swaps
  /\ group' = "on"
  /\ UNCHANGED <<pointer, mphase, original, stage, advanced, freed>>
  /\ UNCHANGED callVars

swapStarted(k) ==
  /\ group = "on"
  /\ stage[k] = "outside"
  /\ Used(k) < Swaps
  /\ pointer' = [pointer EXCEPT ![k] = Mediator(k, Used(k))]
  /\ original' = [original EXCEPT ![k][Used(k)] = Serving(k)]
  /\ mphase' = [mphase EXCEPT ![k][Used(k)] = "forward"]
  /\ stage' = [stage EXCEPT ![k] = "forward"]
  /\ advanced' = NoGrace(k)
  /\ freed' = freed \ {Object(k, Serving(k) + 1)}
  /\ UNCHANGED group
  /\ UNCHANGED callVars

AllInterposed == \A l \in Members : stage[l] # "outside"
AllGracesOver == \A l \in Members : GraceOver(l)

block(k) ==
  /\ stage[k] = "forward"
  /\ AllInterposed
  /\ AllGracesOver
  /\ mphase' = [mphase EXCEPT ![k][Current(k)] = "block"]
  /\ stage' = [stage EXCEPT ![k] = "block"]
  /\ UNCHANGED <<pointer, original, group, advanced, freed>>
  /\ UNCHANGED callVars

AllBlock == \A l \in Members : stage[l] \notin {"outside", "forward"}
NoneCounted == \A l \in Members : count[l][Current(l)] = 0

transferBegins(k) ==
  /\ stage[k] = "block"
  /\ AllBlock
  /\ NoneCounted
  /\ mphase' = [mphase EXCEPT ![k][Current(k)] = "transfer"]
  /\ stage' = [stage EXCEPT ![k] = "transfer"]
  /\ state' = [state EXCEPT ![k][To(k)] = state[k][From(k)]]
  /\ UNCHANGED <<pointer, original, group, advanced, freed>>
  /\ UNCHANGED <<at, aim, age, count, table>>

transferEnded(k) ==
  /\ stage[k] = "transfer"
  /\ stage' = [stage EXCEPT ![k] = "transferred"]
  /\ UNCHANGED <<pointer, mphase, original, group, advanced, freed>>
  /\ UNCHANGED callVars

swapAbandoned ==
  /\ MayAbort
  /\ group = "on"
  /\ \E k \in Members : stage[k] \in Mediated
  /\ \A k \in Members : stage[k] \notin Decided
  /\ group' = "aborting"
  /\ stage' = [k \in Members |-> IF stage[k] \in Mediated THEN "aborting" ELSE stage[k]]
  /\ UNCHANGED <<pointer, mphase, original, advanced, freed>>
  /\ UNCHANGED callVars

(***************************************************************************)
(* All or none: a member commits once all hold their state.                *)
(***************************************************************************)
AllTransferred == \A l \in Members : stage[l] = "transferred" \/ stage[l] \in Decided

swung(k, n) ==
  /\ \/ stage[k] = "transferred" /\ AllTransferred /\ n = To(k)
     \/ stage[k] = "aborting" /\ n = From(k)
  /\ pointer' = [pointer EXCEPT ![k] = Object(k, n)]
  /\ stage' = [stage EXCEPT ![k] = "swung"]
  /\ UNCHANGED <<mphase, original, group, advanced, freed>>
  /\ UNCHANGED callVars

completed(k) ==
  /\ stage[k] = "swung"
  /\ mphase' = [mphase EXCEPT ![k][Current(k)] = "completed"]
  /\ stage' = [stage EXCEPT ![k] = "completed"]
  /\ UNCHANGED <<pointer, original, group, advanced, freed>>
  /\ UNCHANGED callVars

swapEnded(k) ==
  /\ stage[k] = "completed"
  /\ stage' = [stage EXCEPT ![k] = "ended"]
  /\ UNCHANGED <<pointer, mphase, original, group, advanced, freed>>
  /\ UNCHANGED callVars

Loser(k) == IF pointer[k] = Object(k, From(k)) THEN To(k) ELSE From(k)

freedObject(k) ==
  /\ stage[k] = "ended"
  /\ freed' = freed \cup {Object(k, Loser(k))}
  /\ stage' = [stage EXCEPT ![k] = "reclaiming"]
  /\ advanced' = NoGrace(k)
  /\ UNCHANGED <<pointer, mphase, original, group>>
  /\ UNCHANGED callVars

freedMediator(k) ==
  /\ stage[k] = "reclaiming"
  /\ GraceOver(k)
  /\ freed' = freed \cup {Mediator(k, Current(k))}
  /\ stage' = [stage EXCEPT ![k] = "reclaimed"]
  /\ UNCHANGED <<pointer, mphase, original, group, advanced>>
  /\ UNCHANGED callVars

swapIdle ==
  /\ \/ group = "on" /\ \A k \in Members : stage[k] = "reclaimed"
     \/ group = "aborting" /\ \A k \in Members : stage[k] \in {"reclaimed", "outside"}
  /\ group' = "idle"
  /\ stage' = [k \in Members |-> "outside"]
  /\ UNCHANGED <<pointer, mphase, original, advanced, freed>>
  /\ UNCHANGED callVars

-----------------------------------------------------------------------------
CallSteps(c) ==
  \/ \E delta \in {1, 0 - 1} : counted(c, delta)
  \/ suspended(c)
  \/ resumed(c)
  \/ redispatch(c)
  \/ enter(c)
  \/ return(c)

MemberSteps(k) ==
  \/ swapStarted(k)
  \/ block(k)
  \/ transferBegins(k)
  \/ transferEnded(k)
  \/ \E n \in Versions : swung(k, n)
  \/ completed(k)
  \/ swapEnded(k)
  \/ freedObject(k)
  \/ freedMediator(k)

GroupSteps == swapAbandoned \/ swapIdle

Next ==
  \/ \E c \in Calls : invoke(c)
  \/ \E c \in Calls : CallSteps(c)
  \/ \E c \in Calls : leave(c)
  \/ \E p \in Processors : generation(p)
  \/ \E k \in Members : MemberSteps(k)
  \/ swapRequested
  \/ GroupSteps

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* WHAT HOLDS                                                              *)
(***************************************************************************)
TypeOK ==
  /\ T1:: \A c \in Calls : at[c] \in Stages
  /\ T2:: \A k \in Members : \A n \in Turns : count[k][n] >= 0
  /\ T3:: group \in {"idle", "on", "aborting"}
  /\ T4:: \A k \in Members : stage[k] \in {"outside"} \cup Mediated \cup Decided
  /\ T5:: table \subseteq Calls

(***************************************************************************)
(* P1, of the whole group: while the state of any member is transferred,   *)
(* nobody is inside the old object of any.                                 *)
(***************************************************************************)
Quiescence ==
  (\E k \in Members : stage[k] \in {"transfer", "transferred"}) =>
    \A c \in Calls : at[c] = "inside" => RunsIn(c) # From(Called[c])

StatePreserved ==
  \A c \in Calls : at[c] \in {"left", "out", "returned"} => c \in state[Called[c]][Serving(Called[c])]

NoUseAfterFree ==
  /\ P3a:: \A c \in Calls : at[c] \notin {"idle", "returned"} => aim[c] \notin freed
  /\ P3b:: \A c \in Calls : at[c] \in {"counted", "inside"} => Object(Called[c], RunsIn(c)) \notin freed

CountMatches ==
  \A k \in Members : \A n \in Turns : count[k][n] = Cardinality({c \in table : aim[c] = Mediator(k, n)})

(***************************************************************************)
(* L1, as far as it is safety: nobody is held back whose thread is inside  *)
(* a member that waits for it. Inside a successor it may be: one member    *)
(* has committed then, and the other will.                                 *)
(***************************************************************************)
InsideIsNeverHeldBack ==
  group = "on" => \A c \in Calls : \A d \in Calls :
    (ThreadOf(c) = ThreadOf(d) /\ c # d /\ at[d] = "suspended" /\ at[c] \notin {"idle", "returned"})
      => stage[Called[c]] \notin Mediated

(***************************************************************************)
(* All or none: once a member serves its successor, no member is given up. *)
(***************************************************************************)
AllOrNone ==
  (\E k \in Members : stage[k] \in Decided /\ pointer[k] = Object(k, To(k))) =>
    \A l \in Members : stage[l] # "aborting"

EveryCallReturns == \A c \in Calls : []<>(at[c] \in {"idle", "returned"})
SwapEnds == []<>(group = "idle")
=============================================================================
