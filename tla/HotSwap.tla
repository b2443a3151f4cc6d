------------------------------ MODULE HotSwap ------------------------------
(***************************************************************************)
(* The hot-swapping protocol of "Supporting Hot-Swappable Components for   *)
(* System Software" (Hui et al.), to be read beside its sections 2 and 3.  *)
(*                                                                         *)
(* One component is called through one reference and swapped up to Swaps   *)
(* times. A swap puts a mediator before the component, lets the thread     *)
(* generations pass (forward), holds new calls back until the tracked ones *)
(* are gone (block), transfers the state, turns the reference to the       *)
(* successor and lets the waiters go (completed).                          *)
(*                                                                         *)
(* The actions have the names of the events that the implementation emits, *)
(* and their parameters. Some of the implementation's events are no        *)
(* actions here, because nothing changes that another action does not      *)
(* change: touch, raised, quiescent, swapRefused, and tracked, since the   *)
(* table and the count of calls in flight change in one step here.         *)
(*                                                                         *)
(* Beyond the paper, and said so where it occurs: abort, and a second      *)
(* grace period before the mediator is freed.                              *)
(*                                                                         *)
(* Left out: how the count reaching zero is noticed (a ticket and a wake-  *)
(* up), the phase lock, formats, several processors for one mediator, and  *)
(* what threads call and when, which MCHotSwap says for each model. A      *)
(* thread is active exactly while it has a call in progress: the least     *)
(* that the mechanism relies on.                                           *)
(***************************************************************************)

EXTENDS Naturals, FiniteSets

CONSTANTS
  Calls,      \* the calls that may be made: <<thread, number>>
  Home,       \* of each thread: the processor that it runs on
  Swaps,      \* how many swaps are requested
  MayAbort    \* whether a swap may be given up before its commit

(***************************************************************************)
(* A call is a thread, "new, typically short-lived" (section 2), and a     *)
(* number: 0 for the thread's own call, others for those that it makes     *)
(* recursively from inside, one after the other.                           *)
(***************************************************************************)
ThreadOf(c) == c[1]
Threads == {ThreadOf(c) : c \in Calls}

Processors == {Home[t] : t \in Threads}
Objects == 0..Swaps
Mediators == {n \in 0..Swaps : n < Swaps}

VARIABLES
  pointer,      \* where the reference leads: <<"object", n>> or <<"mediator", m>>
  at,           \* where each call is: see Stages
  aim,          \* where the pointer led when the call read it
  age,          \* of each thread: "gone" (not active), or the generation it belongs to: "current" or "previous"
  mphase,       \* the phase of each mediator: the paper's three, "transfer" inside block, or "unused"
  count,        \* of each mediator: calls in flight that it let through
  table,        \* the calls whose threads are in the mediator's table
  original,     \* of each mediator: the object that it stands before
  swapper,      \* how far the swap is: see Progress
  advanced,     \* of each processor: generations passed in this grace period
  state,        \* of each object: the calls whose effects it holds
  freed,        \* the objects and mediators whose memory was given back
  requests,     \* swaps still to be requested
  ended         \* swaps that have ended, completed or aborted: the number of the next mediator

vars == <<pointer, at, aim, age, mphase, count, table, original, swapper, advanced, state, freed, requests, ended>>
callVars == <<at, aim, age, count, table, state>>
swapVars == <<pointer, mphase, original, swapper, advanced, freed, requests, ended>>

Stages == {"idle", "invoked", "counted", "inside", "left", "out", "suspended", "returned"}
Progress == {"idle", "requested", "forward", "block", "transfer", "transferred", "aborting", "swung",
             "completed", "ended", "reclaiming", "reclaimed"}

Object(n) == <<"object", n>>
Mediator(m) == <<"mediator", m>>
LeadsToMediator(target) == target[1] = "mediator"

(***************************************************************************)
(* The object that a call runs in, or would run in: the one that its       *)
(* pointer led to, or the one that its mediator stands before.             *)
(***************************************************************************)
RunsIn(c) == IF LeadsToMediator(aim[c]) THEN original[aim[c][2]] ELSE aim[c][2]

(***************************************************************************)
(* The object that serves, as clients see it: the pointer's, or the one    *)
(* behind the mediator that it leads to.                                   *)
(***************************************************************************)
Serving == IF LeadsToMediator(pointer) THEN original[pointer[2]] ELSE pointer[2]

(***************************************************************************)
(* This swap's mediator, the object it replaces and the successor. While   *)
(* it is on; its number is how many ended before it, until it ends itself. *)
(***************************************************************************)
Current == IF swapper \in {"ended", "reclaiming", "reclaimed"} THEN ended - 1 ELSE ended
From == original[Current]
To == From + 1

(***************************************************************************)
(* At first object 0 serves, nobody is active and no swap is on.           *)
(***************************************************************************)
Init ==
  /\ pointer = Object(0)
  /\ at = [c \in Calls |-> "idle"]
  /\ aim = [c \in Calls |-> Object(0)]
  /\ age = [t \in Threads |-> "gone"]
  /\ mphase = [m \in Mediators |-> "unused"]
  /\ count = [m \in Mediators |-> 0]
  /\ table = {}
  /\ original = [m \in Mediators |-> 0]
  /\ swapper = "idle"
  /\ advanced = [p \in Processors |-> 0]
  /\ state = [o \in Objects |-> {}]
  /\ freed = {}
  /\ requests = Swaps
  /\ ended = 0

-----------------------------------------------------------------------------
(***************************************************************************)
(* CALLS                                                                   *)
(*                                                                         *)
(* A call begins with one load of the pointer: "an extra level of          *)
(* indirection for all major objects" (section 2). With its first call a   *)
(* thread becomes active, in the current generation. A recursive call is   *)
(* made from inside.                                                       *)
(***************************************************************************)
MayInvoke(c) ==
  \/ c[2] = 0 /\ at[c] \in {"idle", "returned"}
  \/ /\ c[2] > 0
     /\ at[c] = "idle"
     /\ at[<<ThreadOf(c), 0>>] = "inside"
     /\ \A d \in 1..(c[2] - 1) : at[<<ThreadOf(c), d>>] = "returned"

invoke(c) ==
  /\ MayInvoke(c)
  /\ at' = [at EXCEPT ![c] = "invoked"]
  /\ aim' = [aim EXCEPT ![c] = pointer]
  /\ age' = IF c[2] = 0 THEN [age EXCEPT ![ThreadOf(c)] = "current"] ELSE age
  /\ UNCHANGED <<count, table, state>>
  /\ UNCHANGED swapVars

(***************************************************************************)
(* Forward: "the mediator tracks new incoming calls by their thread        *)
(* identifiers and increments an in-flight call counter" (section 3).      *)
(* Block: a call is "first checked to see if they belong to one of the in- *)
(* flight threads tracked by the hash table. If so, it is a recursive      *)
(* component invocation and is forwarded".                                 *)
(***************************************************************************)
Tracked(c) == \E d \in table : ThreadOf(d) = ThreadOf(c)

Admits(m, c) ==
  \/ mphase[m] = "forward"
  \/ mphase[m] = "block" /\ Tracked(c)

countIn(c) ==
  /\ at[c] = "invoked"
  /\ LeadsToMediator(aim[c])
  /\ Admits(aim[c][2], c)
  /\ at' = [at EXCEPT ![c] = "counted"]
  /\ count' = [count EXCEPT ![aim[c][2]] = @ + 1]
  /\ table' = table \cup {c}
  /\ UNCHANGED <<aim, age, state>>
  /\ UNCHANGED swapVars

(***************************************************************************)
(* "Otherwise, the thread is a new incoming thread, and it is suspended by *)
(* the mediator" (section 3).                                              *)
(***************************************************************************)
suspended(c) ==
  /\ at[c] = "invoked"
  /\ LeadsToMediator(aim[c])
  /\ mphase[aim[c][2]] \in {"block", "transfer"}
  /\ ~Admits(aim[c][2], c)
  /\ at' = [at EXCEPT ![c] = "suspended"]
  /\ UNCHANGED <<aim, age, count, table, state>>
  /\ UNCHANGED swapVars

(***************************************************************************)
(* "All the threads that were suspended during the Block phase are resumed *)
(* and these calls are forwarded to the new component" (section 3). They   *)
(* go through the pointer again: after an abort it is the old object that  *)
(* serves.                                                                 *)
(***************************************************************************)
resumed(c) ==
  /\ at[c] = "suspended"
  /\ mphase[aim[c][2]] = "completed"
  /\ at' = [at EXCEPT ![c] = "invoked"]
  /\ aim' = [aim EXCEPT ![c] = pointer]
  /\ UNCHANGED <<age, count, table, state>>
  /\ UNCHANGED swapVars

(***************************************************************************)
(* A caller that comes to the mediator when all is over (it had read the   *)
(* pointer before) goes through the pointer again. No event says so.       *)
(***************************************************************************)
redispatch(c) ==
  /\ at[c] = "invoked"
  /\ LeadsToMediator(aim[c])
  /\ mphase[aim[c][2]] = "completed"
  /\ aim' = [aim EXCEPT ![c] = pointer]
  /\ UNCHANGED <<at, age, count, table, state>>
  /\ UNCHANGED swapVars

(***************************************************************************)
(* The method runs. Its effect is there when it leaves, with the calls     *)
(* that it made from inside behind it.                                     *)
(***************************************************************************)
enter(c) ==
  /\ \/ at[c] = "invoked" /\ ~LeadsToMediator(aim[c])
     \/ at[c] = "counted"
  /\ at' = [at EXCEPT ![c] = "inside"]
  /\ UNCHANGED <<aim, age, count, table, state>>
  /\ UNCHANGED swapVars

leave(c) ==
  /\ at[c] = "inside"
  /\ \A d \in Calls : (ThreadOf(d) = ThreadOf(c) /\ d[2] > 0 /\ c[2] = 0) => at[d] = "returned"
  /\ at' = [at EXCEPT ![c] = "left"]
  /\ state' = [state EXCEPT ![RunsIn(c)] = @ \cup {c}]
  /\ UNCHANGED <<aim, age, count, table>>
  /\ UNCHANGED swapVars

(***************************************************************************)
(* The mediator "decrements the count when these invocations return", and  *)
(* takes the call out of its table: this call, not all of its thread's.    *)
(***************************************************************************)
countOut(c) ==
  /\ at[c] = "left"
  /\ LeadsToMediator(aim[c])
  /\ at' = [at EXCEPT ![c] = "out"]
  /\ count' = [count EXCEPT ![aim[c][2]] = @ - 1]
  /\ table' = table \ {c}
  /\ UNCHANGED <<aim, age, state>>
  /\ UNCHANGED swapVars

counted(c, delta) ==
  \/ delta = 1 /\ countIn(c)
  \/ delta = 0 - 1 /\ countOut(c)

(***************************************************************************)
(* The call returns. With its own call a thread ends, and leaves its       *)
(* generation.                                                             *)
(***************************************************************************)
return(c) ==
  /\ \/ at[c] = "out"
     \/ at[c] = "left" /\ ~LeadsToMediator(aim[c])
  /\ at' = [at EXCEPT ![c] = "returned"]
  /\ aim' = [aim EXCEPT ![c] = Object(0)]
  /\ age' = IF c[2] = 0 THEN [age EXCEPT ![ThreadOf(c)] = "gone"] ELSE age
  /\ UNCHANGED <<count, table, state>>
  /\ UNCHANGED swapVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* GENERATIONS                                                             *)
(*                                                                         *)
(* "The current thread generation is incremented when all the threads      *)
(* activated prior to the current generation have completed" (section 3).  *)
(* One advance proves only that the previous generation is empty; two,     *)
(* that whoever was active at the start of the grace period is gone.       *)
(***************************************************************************)
InGrace == swapper \in {"forward", "reclaiming"}
GraceOver == \A p \in Processors : advanced[p] = 2

generation(p) ==
  /\ InGrace
  /\ advanced[p] < 2
  /\ \A t \in Threads : Home[t] = p => age[t] # "previous"
  /\ age' = [t \in Threads |-> IF Home[t] = p /\ age[t] = "current" THEN "previous" ELSE age[t]]
  /\ advanced' = [advanced EXCEPT ![p] = @ + 1]
  /\ UNCHANGED <<pointer, at, aim, mphase, count, table, original, swapper, state, freed, requests, ended>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* THE SWAP                                                                *)
(*                                                                         *)
(* Somebody asks for it. While one is on, another is refused.              *)
(***************************************************************************)
swapRequested ==
  /\ requests > 0
  /\ swapper = "idle"
  /\ swapper' = "requested"
  /\ requests' = requests - 1
  /\ UNCHANGED <<pointer, mphase, original, advanced, freed, ended>>
  /\ UNCHANGED callVars

(***************************************************************************)
(* "We first atomically swap the indirection pointer so that it points to  *)
(* an interposing object" (section 2). The mediator begins in forward.     *)
(***************************************************************************)
swapStarted ==
  /\ swapper = "requested"
  /\ pointer' = Mediator(ended)
  /\ original' = [original EXCEPT ![ended] = Serving]
  /\ mphase' = [mphase EXCEPT ![ended] = "forward"]
  /\ swapper' = "forward"
  /\ advanced' = [p \in Processors |-> 0]
  /\ freed' = freed \ {Object(Serving + 1)}
  /\ UNCHANGED <<requests, ended>>
  /\ UNCHANGED callVars

(***************************************************************************)
(* "The Forward phase continues until we have gained knowledge of all in-  *)
(* flight calls" (section 3): then the mediator blocks.                    *)
(***************************************************************************)
block ==
  /\ swapper = "forward"
  /\ GraceOver
  /\ mphase' = [mphase EXCEPT ![Current] = "block"]
  /\ swapper' = "block"
  /\ UNCHANGED <<pointer, original, advanced, freed, requests, ended>>
  /\ UNCHANGED callVars

(***************************************************************************)
(* "Once the call count reaches zero, there are no more threads executing  *)
(* within the original component [...] At this point, state transfer is    *)
(* performed" (section 3). It copies: an abort is possible until the       *)
(* commit.                                                                 *)
(***************************************************************************)
transferBegins ==
  /\ swapper = "block"
  /\ count[Current] = 0
  /\ mphase' = [mphase EXCEPT ![Current] = "transfer"]
  /\ swapper' = "transfer"
  /\ state' = [state EXCEPT ![To] = state[From]]
  /\ UNCHANGED <<pointer, original, advanced, freed, requests, ended>>
  /\ UNCHANGED <<at, aim, age, count, table>>

transferEnded ==
  /\ swapper = "transfer"
  /\ swapper' = "transferred"
  /\ UNCHANGED <<pointer, mphase, original, advanced, freed, requests, ended>>
  /\ UNCHANGED callVars

(***************************************************************************)
(* Ours: at any point before the commit the swap may be given up.          *)
(***************************************************************************)
swapAbandoned ==
  /\ MayAbort
  /\ swapper \in {"forward", "block", "transfer", "transferred"}
  /\ swapper' = "aborting"
  /\ UNCHANGED <<pointer, mphase, original, advanced, freed, requests, ended>>
  /\ UNCHANGED callVars

(***************************************************************************)
(* "The swap is completed by changing the indirection pointer to refer to  *)
(* the new object" (section 2): this is the commit. When the swap was      *)
(* given up, the pointer goes back to the old object.                      *)
(***************************************************************************)
swung(o) ==
  /\ \/ swapper = "transferred" /\ o = To
     \/ swapper = "aborting" /\ o = From
  /\ pointer' = Object(o)
  /\ swapper' = "swung"
  /\ UNCHANGED <<mphase, original, advanced, freed, requests, ended>>
  /\ UNCHANGED callVars

(***************************************************************************)
(* "In the final phase, called the Completed phase, the mediator removes   *)
(* its interception" (section 3): the waiters may go on.                   *)
(***************************************************************************)
completed ==
  /\ swapper = "swung"
  /\ mphase' = [mphase EXCEPT ![Current] = "completed"]
  /\ swapper' = "completed"
  /\ UNCHANGED <<pointer, original, advanced, freed, requests, ended>>
  /\ UNCHANGED callVars

phase(p) ==
  \/ p = "block" /\ block
  \/ p = "completed" /\ completed

(***************************************************************************)
(* The end is signalled before anything waits again: an active thread may  *)
(* be waiting for it.                                                      *)
(***************************************************************************)
swapEnded ==
  /\ swapper = "completed"
  /\ swapper' = "ended"
  /\ ended' = ended + 1
  /\ UNCHANGED <<pointer, mphase, original, advanced, freed, requests>>
  /\ UNCHANGED callVars

(***************************************************************************)
(* "Deallocating the original object and the temporary interposing object" *)
(* (section 2). The original may go at once: nobody is in it, and nobody   *)
(* can come to it. After an abort it is the successor that goes.           *)
(***************************************************************************)
Loser == IF pointer = Object(From) THEN To ELSE From

freedObject(o) ==
  /\ swapper = "ended"
  /\ o = Loser
  /\ freed' = freed \cup {Object(o)}
  /\ swapper' = "reclaiming"
  /\ advanced' = [p \in Processors |-> 0]
  /\ UNCHANGED <<pointer, mphase, original, requests, ended>>
  /\ UNCHANGED callVars

(***************************************************************************)
(* The mediator may not: a caller may have read the pointer while it led   *)
(* there, and not have come yet. A second grace period, of which the paper *)
(* says nothing, outlasts such callers.                                    *)
(***************************************************************************)
freedMediator ==
  /\ swapper = "reclaiming"
  /\ GraceOver
  /\ freed' = freed \cup {Mediator(Current)}
  /\ swapper' = "reclaimed"
  /\ UNCHANGED <<pointer, mphase, original, advanced, requests, ended>>
  /\ UNCHANGED callVars

(***************************************************************************)
(* From now on another swap is accepted.                                   *)
(***************************************************************************)
swapIdle ==
  /\ swapper = "reclaimed"
  /\ swapper' = "idle"
  /\ UNCHANGED <<pointer, mphase, original, advanced, freed, requests, ended>>
  /\ UNCHANGED callVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* THE WHOLE                                                               *)
(*                                                                         *)
(* What the mechanism does for a call that has been made, and for a swap   *)
(* that has been asked for; and with it the clients, the operator and the  *)
(* methods of the component, which do as they like.                        *)
(***************************************************************************)
CallSteps(c) ==
  \/ \E delta \in {1, 0 - 1} : counted(c, delta)
  \/ suspended(c)
  \/ resumed(c)
  \/ redispatch(c)
  \/ enter(c)
  \/ return(c)

SwapSteps ==
  \/ swapStarted
  \/ \E p \in {"block", "completed"} : phase(p)
  \/ transferBegins
  \/ transferEnded
  \/ swapAbandoned
  \/ \E o \in Objects : swung(o)
  \/ swapEnded
  \/ \E o \in Objects : freedObject(o)
  \/ freedMediator
  \/ swapIdle

Next ==
  \/ \E c \in Calls : invoke(c)
  \/ \E c \in Calls : CallSteps(c)
  \/ \E c \in Calls : leave(c)
  \/ \E p \in Processors : generation(p)
  \/ swapRequested
  \/ SwapSteps

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* WHAT HOLDS                                                              *)
(*                                                                         *)
(* Conjuncts have labels, by which one of them can be named.               *)
(***************************************************************************)
TypeOK ==
  /\ T1:: pointer \in ({"object"} \X Objects) \cup ({"mediator"} \X Mediators)
  /\ T2:: \A c \in Calls : at[c] \in Stages
  /\ T3:: \A t \in Threads : age[t] \in {"gone", "current", "previous"}
  /\ T4:: \A m \in Mediators : count[m] >= 0
  /\ T5:: table \subseteq Calls
  /\ T6:: swapper \in Progress
  /\ T7:: \A p \in Processors : advanced[p] \in 0..2
  /\ T8:: \A o \in Objects : state[o] \subseteq Calls
  /\ T9:: requests \in 0..Swaps
  /\ T10:: ended \in 0..Swaps

(***************************************************************************)
(* P1. While the transfer runs, nobody is inside the object that it reads. *)
(***************************************************************************)
Quiescence ==
  swapper \in {"transfer", "transferred"} =>
    \A c \in Calls : at[c] = "inside" => RunsIn(c) # From

(***************************************************************************)
(* P2. The object that serves holds the effect of every call that has run. *)
(***************************************************************************)
StatePreserved ==
  \A c \in Calls : at[c] \in {"left", "out", "returned"} => c \in state[Serving]

(***************************************************************************)
(* P3. Nobody has to do with memory that was given back: neither inside an *)
(* object, nor on the way to it, nor at a mediator.                        *)
(***************************************************************************)
NoUseAfterFree ==
  /\ P3a:: \A c \in Calls : at[c] \notin {"idle", "returned"} => aim[c] \notin freed
  /\ P3b:: \A c \in Calls : at[c] \in {"counted", "inside"} => Object(RunsIn(c)) \notin freed

(***************************************************************************)
(* P7. Where the pointer leads and how far the swap is fit together.       *)
(***************************************************************************)
PhaseFits ==
  /\ P7a:: LeadsToMediator(pointer) <=> swapper \in {"forward", "block", "transfer", "transferred", "aborting"}
  /\ P7b:: LeadsToMediator(pointer) => mphase[pointer[2]] \in {"forward", "block", "transfer"}
  /\ P7c:: Object(Serving) \notin freed

(***************************************************************************)
(* P8. The count is the number of tracked calls; none is left at the end.  *)
(* All of them are of the mediator whose swap is on, or was the last to be *)
(* on: its second grace period outlasts them. So one table does for all    *)
(* mediators, and Tracked need not ask whose entry it finds.               *)
(***************************************************************************)
CountMatches ==
  /\ P8a:: \A m \in Mediators : count[m] = Cardinality({c \in table : aim[c] = Mediator(m)})
  /\ P8b:: \A m \in Mediators : Mediator(m) \in freed => count[m] = 0
  /\ P8c:: \A c \in table : aim[c] = Mediator(Current)

(***************************************************************************)
(* L1 to L4, under the fairness that MCHotSwap states: a call that was     *)
(* made returns; a call that was held back is released; a swap that was    *)
(* asked for ends; its mediator is freed, and another swap is possible.    *)
(* Each says that the opposite does not last for ever.                     *)
(***************************************************************************)
SwapOn == swapper \notin {"idle", "ended", "reclaiming", "reclaimed"}

EveryCallReturns == \A c \in Calls : []<>(at[c] \in {"idle", "returned"})
EveryBlockedCallReleased == \A c \in Calls : []<>(at[c] # "suspended")
SwapEnds == []<>(~SwapOn)
EverythingFreed == []<>(swapper = "idle")
=============================================================================
