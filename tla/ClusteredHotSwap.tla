-------------------------- MODULE ClusteredHotSwap --------------------------
(***************************************************************************)
(* The per-processor form of the hot-swapping protocol: "structured as a   *)
(* locality-optimized concurrent object" (Hui et al., section 3), as K42   *)
(* released it, its defects cured. To be read after HotSwap, the form with *)
(* one mediator, and beside impl/clustered.                                *)
(*                                                                         *)
(* A call reads the local entry of its processor. Where that leads nowhere *)
(* the thread misses: it reads the global entry and fills the local one. A *)
(* swap turns the global entry while no miss is under way. A worker on     *)
(* each processor flushes the local entry, lets the generations of its own *)
(* processor pass, and turns its own representative of the mediator to     *)
(* block, whatever the others do. The root blocks after the last. Once no  *)
(* processor counts a call, the workers transfer their parts and meet at a *)
(* barrier; the last turns the global entry to the successor. Each then    *)
(* flushes its entry, releases its waiters and waits once more, before the *)
(* mediator is freed.                                                      *)
(*                                                                         *)
(* Not a refinement of HotSwap: a representative holds calls back while    *)
(* the root is in forward, and calls of one processor pass while another   *)
(* blocks. Both refine AtomicSwap (MCClusteredHotSwapRefinement). The same *)
(* protocol, first-order and for any number of processors, is              *)
(* proof/perProcessor, which is laid upon the graphs of this module.       *)
(*                                                                         *)
(* Left out: how it is noticed that no processor counts a call (a ticket,  *)
(* and a count of processors), the locks, threads that migrate, a next     *)
(* swap before the mediator is freed, and the destruction of a component.  *)
(***************************************************************************)

EXTENDS Naturals, FiniteSets

CONSTANTS
  Calls,       \* the calls that may be made: <<thread, number>>
  Home,        \* of each thread: the processor that it runs on
  Processors,  \* all of them
  Knowing,     \* those that have called before: their local entries lead to the first object
  Swaps,       \* how many swaps are requested
  MayAbort     \* whether a swap may be given up before its commit

ThreadOf(c) == c[1]
Threads == {ThreadOf(c) : c \in Calls}
On(c) == Home[ThreadOf(c)]

Objects == 0..Swaps
Mediators == {n \in 0..Swaps : n < Swaps}

VARIABLES
  global,       \* where the global entry leads: <<"object", n>> or <<"mediator", m>>
  local,        \* of each processor: the same, or <<"miss", 0>> where its entry leads nowhere
  found,        \* of each thread in a miss: what it has read in the global entry; else <<"miss", 0>>
  at,           \* where each call is: see Stages
  aim,          \* where the local entry led when the call read it
  age,          \* of each thread: "gone" (not active), or the generation it belongs to: "current" or "previous"
  root,         \* how far the swap is: see Progress
  worker,       \* how far the worker of each processor is: see Work
  mphase,       \* the phase of each mediator's root
  pphase,       \* of each mediator and processor: the phase of the representative
  count,        \* of each mediator and processor: calls in flight that the representative let through
  table,        \* the calls whose threads are in a representative's table
  original,     \* of each mediator: the object that it stands before
  advanced,     \* of each processor: generations passed in its grace period
  state,        \* of each object: the calls whose effects it holds
  freed,        \* the objects and mediators whose memory was given back
  requests      \* swaps still to be requested

vars == <<global, local, found, at, aim, age, root, worker, mphase, pphase, count, table, original, advanced, state, freed, requests>>
callVars == <<at, aim, age, count, table, state>>
swapVars == <<global, root, worker, mphase, pphase, original, advanced, freed, requests>>
entryVars == <<local, found>>

Stages == {"idle", "invoked", "counted", "inside", "left", "out", "suspended", "returned"}
Progress == {"idle", "requested", "forward", "block", "transfer", "aborting", "concluded", "reclaimed"}
Work == {"none", "absent", "born", "started", "forward", "block", "arrived", "flushed", "retiring", "retired"}

Object(n) == <<"object", n>>
Mediator(m) == <<"mediator", m>>
Miss == <<"miss", 0>>
LeadsToMediator(target) == target[1] = "mediator"

RunsIn(c) == IF LeadsToMediator(aim[c]) THEN original[aim[c][2]] ELSE aim[c][2]

(***************************************************************************)
(* The object that serves, as clients see it.                              *)
(***************************************************************************)
Serving == IF LeadsToMediator(global) THEN original[global[2]] ELSE global[2]

(***************************************************************************)
(* The mediator of the swap that is on, or was the last to be on: the last *)
(* one that has been used. The object before it, and the successor.        *)
(***************************************************************************)
Used == Cardinality({m \in Mediators : mphase[m] # "unused"})
Current == IF Used = 0 THEN 0 ELSE Used - 1
From == original[Current]
To == From + 1

(***************************************************************************)
(* At first object 0 serves, nobody is active and no swap is on.           *)
(***************************************************************************)
Init ==
  /\ global = Object(0)
  /\ local = [p \in Processors |-> IF p \in Knowing THEN Object(0) ELSE Miss]
  /\ found = [t \in Threads |-> Miss]
  /\ at = [c \in Calls |-> "idle"]
  /\ aim = [c \in Calls |-> Object(0)]
  /\ age = [t \in Threads |-> "gone"]
  /\ root = "idle"
  /\ worker = [p \in Processors |-> "none"]
  /\ mphase = [m \in Mediators |-> "unused"]
  /\ pphase = [m \in Mediators |-> [p \in Processors |-> "unused"]]
  /\ count = [m \in Mediators |-> [p \in Processors |-> 0]]
  /\ table = {}
  /\ original = [m \in Mediators |-> 0]
  /\ advanced = [p \in Processors |-> 0]
  /\ state = [o \in Objects |-> {}]
  /\ freed = {}
  /\ requests = Swaps

-----------------------------------------------------------------------------
(***************************************************************************)
(* MISSES                                                                  *)
(*                                                                         *)
(* A thread that wants to call, and finds that its local entry leads       *)
(* nowhere, reads the global one, and fills the local one with what it has *)
(* read; it is not there any more for a mediator once the workers have     *)
(* been told to transfer. Who comes after that waits for the commit.       *)
(***************************************************************************)
Wanting(t) == \E c \in Calls : ThreadOf(c) = t /\ at[c] \in {"idle", "invoked", "suspended"}

InTime(target) == ~LeadsToMediator(target) \/ root \in {"forward", "block", "aborting"}

missBegins(t) ==
  /\ local[Home[t]] = Miss
  /\ found[t] = Miss
  /\ Wanting(t)
  /\ InTime(global)
  /\ found' = [found EXCEPT ![t] = global]
  /\ UNCHANGED local
  /\ UNCHANGED callVars
  /\ UNCHANGED swapVars

(***************************************************************************)
(* The mediator comes to a processor without a worker: one is made, which  *)
(* has nothing to wait for but the barrier.                                *)
(***************************************************************************)
IsBirth(t) == LeadsToMediator(found[t]) /\ worker[Home[t]] = "absent"

missEnds(t) ==
  /\ found[t] # Miss
  /\ InTime(found[t])
  /\ local' = [local EXCEPT ![Home[t]] = found[t]]
  /\ found' = [found EXCEPT ![t] = Miss]
  /\ worker' = IF IsBirth(t) THEN [worker EXCEPT ![Home[t]] = "born"] ELSE worker
  /\ UNCHANGED callVars
  /\ UNCHANGED <<global, root, mphase, pphase, original, advanced, freed, requests>>

missIsLate(t) ==
  /\ found[t] # Miss
  /\ ~InTime(found[t])
  /\ found' = [found EXCEPT ![t] = Miss]
  /\ UNCHANGED local
  /\ UNCHANGED callVars
  /\ UNCHANGED swapVars

NoMiss == \A t \in Threads : found[t] = Miss

-----------------------------------------------------------------------------
(***************************************************************************)
(* CALLS                                                                   *)
(*                                                                         *)
(* As in HotSwap, but for where the pointer is: a call reads the local     *)
(* entry of its processor, and meets the representative there.             *)
(***************************************************************************)
Reads(c) == local[On(c)] # Miss /\ found[ThreadOf(c)] = Miss

MayInvoke(c) ==
  \/ c[2] = 0 /\ at[c] \in {"idle", "returned"}
  \/ /\ c[2] > 0
     /\ at[c] = "idle"
     /\ at[<<ThreadOf(c), 0>>] = "inside"
     /\ \A d \in 1..(c[2] - 1) : at[<<ThreadOf(c), d>>] = "returned"

invoke(c) ==
  /\ MayInvoke(c)
  /\ Reads(c)
  /\ at' = [at EXCEPT ![c] = "invoked"]
  /\ aim' = [aim EXCEPT ![c] = local[On(c)]]
  /\ age' = IF c[2] = 0 THEN [age EXCEPT ![ThreadOf(c)] = "current"] ELSE age
  /\ UNCHANGED <<count, table, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars

PhaseFor(c) == pphase[aim[c][2]][On(c)]

Tracked(c) == \E d \in table : ThreadOf(d) = ThreadOf(c)

Admits(c) ==
  \/ PhaseFor(c) = "forward"
  \/ PhaseFor(c) = "block" /\ Tracked(c)

countIn(c) ==
  /\ at[c] = "invoked"
  /\ LeadsToMediator(aim[c])
  /\ Admits(c)
  /\ at' = [at EXCEPT ![c] = "counted"]
  /\ count' = [count EXCEPT ![aim[c][2]][On(c)] = @ + 1]
  /\ table' = table \cup {c}
  /\ UNCHANGED <<aim, age, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars

suspended(c) ==
  /\ at[c] = "invoked"
  /\ LeadsToMediator(aim[c])
  /\ PhaseFor(c) = "block"
  /\ ~Admits(c)
  /\ at' = [at EXCEPT ![c] = "suspended"]
  /\ UNCHANGED <<aim, age, count, table, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars

(***************************************************************************)
(* Whoever was suspended, and whoever comes to a representative when all   *)
(* is over, goes through its local entry again.                            *)
(***************************************************************************)
readAgain(c, stage) ==
  /\ at[c] = stage
  /\ LeadsToMediator(aim[c])
  /\ PhaseFor(c) = "completed"
  /\ Reads(c)
  /\ at' = [at EXCEPT ![c] = "invoked"]
  /\ aim' = [aim EXCEPT ![c] = local[On(c)]]
  /\ UNCHANGED <<age, count, table, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars

resumed(c) == readAgain(c, "suspended")
redispatch(c) == readAgain(c, "invoked")

enter(c) ==
  /\ \/ at[c] = "invoked" /\ ~LeadsToMediator(aim[c])
     \/ at[c] = "counted"
  /\ at' = [at EXCEPT ![c] = "inside"]
  /\ UNCHANGED <<aim, age, count, table, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars

leave(c) ==
  /\ at[c] = "inside"
  /\ \A d \in Calls : (ThreadOf(d) = ThreadOf(c) /\ d[2] > 0 /\ c[2] = 0) => at[d] = "returned"
  /\ at' = [at EXCEPT ![c] = "left"]
  /\ state' = [state EXCEPT ![RunsIn(c)] = @ \cup {c}]
  /\ UNCHANGED <<aim, age, count, table>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars

countOut(c) ==
  /\ at[c] = "left"
  /\ LeadsToMediator(aim[c])
  /\ at' = [at EXCEPT ![c] = "out"]
  /\ count' = [count EXCEPT ![aim[c][2]][On(c)] = @ - 1]
  /\ table' = table \ {c}
  /\ UNCHANGED <<aim, age, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars

counted(c, delta) ==
  \/ delta = 1 /\ countIn(c)
  \/ delta = 0 - 1 /\ countOut(c)

return(c) ==
  /\ \/ at[c] = "out"
     \/ at[c] = "left" /\ ~LeadsToMediator(aim[c])
  /\ at' = [at EXCEPT ![c] = "returned"]
  /\ aim' = [aim EXCEPT ![c] = Object(0)]
  /\ age' = IF c[2] = 0 THEN [age EXCEPT ![ThreadOf(c)] = "gone"] ELSE age
  /\ UNCHANGED <<count, table, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* GENERATIONS                                                             *)
(*                                                                         *)
(* Each worker waits for those of its own processor, and for no other.     *)
(***************************************************************************)
generation(p) ==
  /\ worker[p] \in {"forward", "retiring"}
  /\ advanced[p] < 2
  /\ \A t \in Threads : Home[t] = p => age[t] # "previous"
  /\ age' = [t \in Threads |-> IF Home[t] = p /\ age[t] = "current" THEN "previous" ELSE age[t]]
  /\ advanced' = [advanced EXCEPT ![p] = @ + 1]
  /\ UNCHANGED <<at, aim, count, table, state>>
  /\ UNCHANGED <<global, root, worker, mphase, pphase, original, freed, requests>>
  /\ UNCHANGED entryVars

GraceOver(p) == advanced[p] = 2

-----------------------------------------------------------------------------
(***************************************************************************)
(* THE SWAP                                                                *)
(***************************************************************************)
swapRequested ==
  /\ requests > 0
  /\ root = "idle"
  /\ root' = "requested"
  /\ requests' = requests - 1
  /\ UNCHANGED <<global, worker, mphase, pphase, original, advanced, freed>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

(***************************************************************************)
(* The global entry is turned while no miss is under way, so that none     *)
(* installs the old object afterwards. A processor whose entry leads       *)
(* nowhere has nobody inside: it blocks from the first, without a worker.  *)
(***************************************************************************)
swapStarted ==
  /\ root = "requested"
  /\ NoMiss
  /\ global' = Mediator(Used)
  /\ original' = [original EXCEPT ![Used] = Serving]
  /\ mphase' = [mphase EXCEPT ![Used] = "forward"]
  /\ pphase' = [pphase EXCEPT ![Used] = [p \in Processors |-> IF local[p] = Miss THEN "block" ELSE "forward"]]
  /\ worker' = [p \in Processors |-> IF local[p] = Miss THEN "absent" ELSE "started"]
  /\ root' = "forward"
  /\ freed' = freed \ {Object(Serving + 1)}
  /\ UNCHANGED <<advanced, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

(***************************************************************************)
(* The next calls of the processor miss, and find the mediator. From here  *)
(* on its generations count.                                               *)
(***************************************************************************)
flush(p) ==
  /\ worker[p] = "started"
  /\ local' = [local EXCEPT ![p] = Miss]
  /\ worker' = [worker EXCEPT ![p] = "forward"]
  /\ advanced' = [advanced EXCEPT ![p] = 0]
  /\ UNCHANGED <<global, root, mphase, pphase, original, freed, requests>>
  /\ UNCHANGED found
  /\ UNCHANGED callVars

processorBlocks(p) ==
  /\ worker[p] = "forward"
  /\ GraceOver(p)
  /\ pphase' = [pphase EXCEPT ![Current][p] = "block"]
  /\ worker' = [worker EXCEPT ![p] = "block"]
  /\ UNCHANGED <<global, root, mphase, original, advanced, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

rootBlocks ==
  /\ root = "forward"
  /\ \A p \in Processors : worker[p] \in {"block", "absent", "born"}
  /\ mphase' = [mphase EXCEPT ![Current] = "block"]
  /\ root' = "block"
  /\ UNCHANGED <<global, worker, pphase, original, advanced, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

NoneCounted == \A p \in Processors : count[Current][p] = 0

(***************************************************************************)
(* The parts of processors that had no worker when the swap began are      *)
(* moved by somebody else: at once, as far as anybody can see.             *)
(***************************************************************************)
transferBegins ==
  /\ root = "block"
  /\ NoneCounted
  /\ mphase' = [mphase EXCEPT ![Current] = "transfer"]
  /\ root' = "transfer"
  /\ state' = [state EXCEPT ![To] = {c \in Calls : IF worker[On(c)] \in {"absent", "born"} THEN c \in state[From] ELSE c \in state[To]}]
  /\ UNCHANGED <<global, worker, pphase, original, advanced, freed, requests>>
  /\ UNCHANGED <<at, aim, age, count, table>>
  /\ UNCHANGED entryVars

(***************************************************************************)
(* "Much of the transfer [may] occur in parallel across multiple           *)
(* processors, preserving locality" (section 2): each worker moves what    *)
(* the calls of its own processor have left, and goes to the barrier.      *)
(***************************************************************************)
partTransferred(p) ==
  /\ root = "transfer"
  /\ worker[p] = "block"
  /\ state' = [state EXCEPT ![To] = {c \in Calls : IF On(c) = p THEN c \in state[From] ELSE c \in state[To]}]
  /\ worker' = [worker EXCEPT ![p] = "arrived"]
  /\ UNCHANGED <<global, root, mphase, pphase, original, advanced, freed, requests>>
  /\ UNCHANGED <<at, aim, age, count, table>>
  /\ UNCHANGED entryVars

(***************************************************************************)
(* Ours: at any point before the commit the swap may be given up. Workers  *)
(* then come to the barrier without a transfer, as those do that were born *)
(* in the swap, whatever becomes of it.                                    *)
(***************************************************************************)
swapAbandoned ==
  /\ MayAbort
  /\ root \in {"forward", "block", "transfer"}
  /\ root' = "aborting"
  /\ UNCHANGED <<global, worker, mphase, pphase, original, advanced, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

workerArrives(p) ==
  /\ \/ root = "aborting" /\ worker[p] \in {"forward", "block", "born"}
     \/ root = "transfer" /\ worker[p] = "born"
  /\ worker' = [worker EXCEPT ![p] = "arrived"]
  /\ UNCHANGED <<global, root, mphase, pphase, original, advanced, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

(***************************************************************************)
(* The last at the barrier turns the global entry: the commit, or the way  *)
(* back. No miss is under way, so that none installs the mediator          *)
(* afterwards. The object that lost may go: nobody is on the way to it.    *)
(***************************************************************************)
AllArrived == \A p \in Processors : worker[p] \in {"arrived", "absent"}

Loser(o) == IF o = To THEN From ELSE To

swung(o) ==
  /\ AllArrived
  /\ NoMiss
  /\ \/ root = "transfer" /\ o = To
     \/ root = "aborting" /\ o = From
  /\ global' = Object(o)
  /\ mphase' = [mphase EXCEPT ![Current] = "completed"]
  /\ root' = "concluded"
  /\ freed' = freed \cup {Object(Loser(o))}
  /\ UNCHANGED <<worker, pphase, original, advanced, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

(***************************************************************************)
(* Each worker lets its own processor go on: the local entry first, then   *)
(* the phase, by which the waiters are released.                           *)
(***************************************************************************)
entryFlushed(p) ==
  /\ root = "concluded"
  /\ worker[p] = "arrived"
  /\ local' = IF LeadsToMediator(local[p]) THEN [local EXCEPT ![p] = Miss] ELSE local
  /\ worker' = [worker EXCEPT ![p] = "flushed"]
  /\ UNCHANGED <<global, root, mphase, pphase, original, advanced, freed, requests>>
  /\ UNCHANGED found
  /\ UNCHANGED callVars

completed(p) ==
  /\ worker[p] = "flushed"
  /\ pphase' = [pphase EXCEPT ![Current][p] = "completed"]
  /\ worker' = [worker EXCEPT ![p] = "retiring"]
  /\ advanced' = [advanced EXCEPT ![p] = 0]
  /\ UNCHANGED <<global, root, mphase, original, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

(***************************************************************************)
(* A second grace period, of which the paper says nothing, outlasts the    *)
(* callers that read the local entry while it led to the mediator.         *)
(***************************************************************************)
workerRetires(p) ==
  /\ worker[p] = "retiring"
  /\ GraceOver(p)
  /\ worker' = [worker EXCEPT ![p] = "retired"]
  /\ UNCHANGED <<global, root, mphase, pphase, original, advanced, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

freedMediator ==
  /\ root = "concluded"
  /\ \A p \in Processors : worker[p] \in {"retired", "absent"}
  /\ freed' = freed \cup {Mediator(Current)}
  /\ root' = "reclaimed"
  /\ UNCHANGED <<global, worker, mphase, pphase, original, advanced, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

swapIdle ==
  /\ root = "reclaimed"
  /\ root' = "idle"
  /\ worker' = [p \in Processors |-> "none"]
  /\ UNCHANGED <<global, mphase, pphase, original, advanced, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* THE WHOLE                                                               *)
(***************************************************************************)
CallSteps(c) ==
  \/ \E delta \in {1, 0 - 1} : counted(c, delta)
  \/ suspended(c)
  \/ resumed(c)
  \/ redispatch(c)
  \/ enter(c)
  \/ return(c)

MissSteps(t) ==
  \/ missBegins(t)
  \/ missEnds(t)
  \/ missIsLate(t)

WorkerSteps(p) ==
  \/ generation(p)
  \/ flush(p)
  \/ processorBlocks(p)
  \/ partTransferred(p)
  \/ workerArrives(p)
  \/ entryFlushed(p)
  \/ completed(p)
  \/ workerRetires(p)

RootSteps ==
  \/ swapStarted
  \/ rootBlocks
  \/ transferBegins
  \/ swapAbandoned
  \/ \E o \in Objects : swung(o)
  \/ freedMediator
  \/ swapIdle

Next ==
  \/ \E t \in Threads : MissSteps(t)
  \/ \E c \in Calls : invoke(c)
  \/ \E c \in Calls : CallSteps(c)
  \/ \E c \in Calls : leave(c)
  \/ \E p \in Processors : WorkerSteps(p)
  \/ swapRequested
  \/ RootSteps

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* WHAT HOLDS                                                              *)
(***************************************************************************)
Targets == ({"object"} \X Objects) \cup ({"mediator"} \X Mediators)

TypeOK ==
  /\ T1:: global \in Targets
  /\ T2:: \A p \in Processors : local[p] \in Targets \cup {Miss}
  /\ T3:: \A t \in Threads : found[t] \in Targets \cup {Miss}
  /\ T4:: \A c \in Calls : at[c] \in Stages
  /\ T5:: \A t \in Threads : age[t] \in {"gone", "current", "previous"}
  /\ T6:: root \in Progress
  /\ T7:: \A p \in Processors : worker[p] \in Work
  /\ T8:: \A m \in Mediators : \A p \in Processors : count[m][p] >= 0
  /\ T9:: table \subseteq Calls
  /\ T10:: \A p \in Processors : advanced[p] \in 0..2
  /\ T11:: \A o \in Objects : state[o] \subseteq Calls
  /\ T12:: requests \in 0..Swaps

(***************************************************************************)
(* P1. While the parts are transferred, nobody is inside the old object,   *)
(* on whichever processor.                                                 *)
(***************************************************************************)
Quiescence ==
  root = "transfer" => \A c \in Calls : at[c] = "inside" => RunsIn(c) # From

(***************************************************************************)
(* P2. The object that serves holds the effect of every call that has run. *)
(***************************************************************************)
StatePreserved ==
  \A c \in Calls : at[c] \in {"left", "out", "returned"} => c \in state[Serving]

(***************************************************************************)
(* P3. Nobody has to do with memory that was given back: no call, no miss, *)
(* and no local entry once its processor has retired.                      *)
(***************************************************************************)
NoUseAfterFree ==
  /\ P3a:: \A c \in Calls : at[c] \notin {"idle", "returned"} => aim[c] \notin freed
  /\ P3b:: \A c \in Calls : at[c] \in {"counted", "inside"} => Object(RunsIn(c)) \notin freed
  /\ P3c:: \A t \in Threads : found[t] \notin freed
  /\ P3d:: global \notin freed
  /\ P3e:: \A p \in Processors : local[p] \notin freed

(***************************************************************************)
(* P7. When the root blocks, or transfers, so does every processor.        *)
(***************************************************************************)
RootBlocksLast ==
  root \in {"block", "transfer"} => \A p \in Processors : pphase[Current][p] = "block"

(***************************************************************************)
(* P8. Each count is the number of calls that the representative tracks.   *)
(***************************************************************************)
CountMatches ==
  /\ P8a:: \A m \in Mediators : \A p \in Processors :
        count[m][p] = Cardinality({c \in table : aim[c] = Mediator(m) /\ On(c) = p})
  /\ P8b:: \A c \in table : aim[c] = Mediator(Current)

(***************************************************************************)
(* L3, as far as it is safety: a call that is held back is at a mediator   *)
(* whose worker on its processor has released it or will.                  *)
(***************************************************************************)
WaitersWillBeReleased ==
  \A c \in Calls : at[c] = "suspended" =>
    /\ aim[c] = Mediator(Current)
    /\ \/ PhaseFor(c) = "completed"
       \/ worker[On(c)] \in {"block", "born", "arrived", "flushed"}

SwapOn == root \notin {"idle", "concluded", "reclaimed"}

EveryCallReturns == \A c \in Calls : []<>(at[c] \in {"idle", "returned"})
EveryBlockedCallReleased == \A c \in Calls : []<>(at[c] # "suspended")
SwapEnds == []<>(~SwapOn)
EverythingFreed == []<>(root = "idle")
=============================================================================
