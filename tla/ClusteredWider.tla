--------------------------- MODULE ClusteredWider ---------------------------
(***************************************************************************)
(* The per-processor form with what ClusteredHotSwap leaves out: threads   *)
(* that migrate, a next swap before the mediator of the last one is freed, *)
(* and the destruction of the component. To be read after ClusteredHotSwap:*)
(* what is not said of here is as there. The three are switched on by      *)
(* constants; with all of them off the steps are those of ClusteredHotSwap.*)
(*                                                                         *)
(* Where threads migrate a call may be made on another processor than that *)
(* of its thread. It is counted in the generations of the latter. So the   *)
(* workers wait for one another three times: no grace period begins before *)
(* all have flushed, none blocks before the generations of all have        *)
(* passed, no second grace period begins before all have let go.           *)
(*                                                                         *)
(* Where swaps overlap the next may begin after a commit, but not after a  *)
(* swap that was given up. Each mediator has its own workers.              *)
(*                                                                         *)
(* A component is given up at any time, and destroyed when no swap stands  *)
(* in the way: whoever was active when that was asked for may still call.  *)
(* Two generations pass everywhere, and no miss may be under way. Threads  *)
(* of Lingering are active before their calls and after them.              *)
(***************************************************************************)

EXTENDS Naturals, FiniteSets

CONSTANTS
  Calls,       \* the calls that may be made: <<thread, number>>
  Home,        \* of each thread: the processor in whose generations it is
  Made,        \* of each call: the processor that it is made on
  Processors,  \* all of them
  Knowing,     \* those that have called before: their local entries lead to the first object
  Swaps,       \* how many swaps are requested
  MayAbort,    \* whether a swap may be given up before its commit
  Migrates,    \* whether calls may be made elsewhere than at home
  Overlaps,    \* whether the next swap may begin once this one is committed
  MayDestroy,  \* whether the component may be destroyed
  Lingering    \* the threads that are active before their calls and after them

ThreadOf(c) == c[1]
Threads == {ThreadOf(c) : c \in Calls}
On(c) == Made[c]

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
  filling,      \* of each thread: the processor whose entry its miss fills; else its own
  workers,      \* of each mediator and processor: how far the worker there is, see Work
  mphase,       \* the phase of each mediator's root
  pphase,       \* of each mediator and processor: the phase of the representative
  count,        \* of each mediator and processor: calls in flight that the representative let through
  table,        \* the calls whose threads are in a representative's table
  original,     \* of each mediator: the object that it stands before
  passed,       \* of each mediator and processor: generations passed in the grace period of the worker
  state,        \* of each object: the calls whose effects it holds
  freed,        \* the objects and mediators whose memory was given back
  requests,     \* swaps still to be requested
  fate,         \* of the component: "none", "asked", "begun" or "gone"
  knows,        \* the threads that were active when its end was asked for, and are still
  ended         \* of each processor: generations passed since the destruction began

vars == <<global, local, found, filling, at, aim, age, root, workers, mphase, pphase, count, table, original, passed, state, freed, requests, fate, knows, ended>>
callVars == <<at, aim, age, count, table, state>>
swapVars == <<global, root, workers, mphase, pphase, original, passed, freed, requests>>
entryVars == <<local, found, filling>>
endVars == <<fate, knows, ended>>

Stages == {"idle", "invoked", "counted", "inside", "left", "out", "suspended", "returned"}
Progress == {"idle", "requested", "forward", "block", "transfer", "aborting", "concluded", "reclaimed"}
Work == {"none", "absent", "born", "started", "met", "forward", "block", "arrived", "flushed", "letGo", "retiring", "retired"}

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
IsCommitted == global = Object(To)

(***************************************************************************)
(* The worker of the swap that is on, or was on last.                      *)
(***************************************************************************)
worker(p) == workers[Current][p]
WithWorker(m, p, work) == [workers EXCEPT ![m][p] = work]

(***************************************************************************)
(* At first object 0 serves, nobody is active and no swap is on.           *)
(***************************************************************************)
Init ==
  /\ global = Object(0)
  /\ local = [p \in Processors |-> IF p \in Knowing THEN Object(0) ELSE Miss]
  /\ found = [t \in Threads |-> Miss]
  /\ filling = Home
  /\ at = [c \in Calls |-> "idle"]
  /\ aim = [c \in Calls |-> Object(0)]
  /\ age = [t \in Threads |-> "gone"]
  /\ root = "idle"
  /\ workers = [m \in Mediators |-> [p \in Processors |-> "none"]]
  /\ mphase = [m \in Mediators |-> "unused"]
  /\ pphase = [m \in Mediators |-> [p \in Processors |-> "unused"]]
  /\ count = [m \in Mediators |-> [p \in Processors |-> 0]]
  /\ table = {}
  /\ original = [m \in Mediators |-> 0]
  /\ passed = [m \in Mediators |-> [p \in Processors |-> 0]]
  /\ state = [o \in Objects |-> {}]
  /\ freed = {}
  /\ requests = Swaps
  /\ fate = "none"
  /\ knows = {}
  /\ ended = [p \in Processors |-> 0]

-----------------------------------------------------------------------------
(***************************************************************************)
(* MISSES                                                                  *)
(*                                                                         *)
(* A thread that wants to call, and finds that its local entry leads       *)
(* nowhere, reads the global one, and fills the local one with what it has *)
(* read; it is not there any more for a mediator once the workers have     *)
(* been told to transfer. Who comes after that waits for the commit.       *)
(***************************************************************************)
Wanting(t, p) == \E c \in Calls : ThreadOf(c) = t /\ On(c) = p /\ at[c] \in {"idle", "invoked", "suspended"}

InTime(target) == ~LeadsToMediator(target) \/ root \in {"forward", "block", "aborting"}

(***************************************************************************)
(* The rule of those who call: whoever calls a component that was given up *)
(* was active when that was asked for, and is still.                       *)
(***************************************************************************)
MayStillCall(t) == fate = "none" \/ (t \in knows /\ age[t] # "gone")

missFor(t, p) ==
  /\ local[p] = Miss
  /\ found[t] = Miss
  /\ Wanting(t, p)
  /\ InTime(global)
  /\ MayStillCall(t)
  /\ found' = [found EXCEPT ![t] = global]
  /\ filling' = [filling EXCEPT ![t] = p]
  /\ UNCHANGED local
  /\ UNCHANGED callVars
  /\ UNCHANGED swapVars
  /\ UNCHANGED endVars

missBegins(t) == \E p \in Processors : missFor(t, p)

IsBirth(t) == LeadsToMediator(found[t]) /\ worker(filling[t]) = "absent"

missEnds(t) ==
  /\ found[t] # Miss
  /\ InTime(found[t])
  /\ local' = [local EXCEPT ![filling[t]] = found[t]]
  /\ found' = [found EXCEPT ![t] = Miss]
  /\ filling' = [filling EXCEPT ![t] = Home[t]]
  /\ workers' = IF IsBirth(t) THEN WithWorker(Current, filling[t], "born") ELSE workers
  /\ UNCHANGED callVars
  /\ UNCHANGED <<global, root, mphase, pphase, original, passed, freed, requests>>
  /\ UNCHANGED endVars

missIsLate(t) ==
  /\ found[t] # Miss
  /\ ~InTime(found[t])
  /\ found' = [found EXCEPT ![t] = Miss]
  /\ filling' = [filling EXCEPT ![t] = Home[t]]
  /\ UNCHANGED local
  /\ UNCHANGED callVars
  /\ UNCHANGED swapVars
  /\ UNCHANGED endVars

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

MayCall(t) == fate = "none" \/ (t \in Lingering /\ t \in knows)
IsActive(t) == t \in Lingering => age[t] # "gone"

invoke(c) ==
  /\ MayInvoke(c)
  /\ c[2] = 0 => (MayCall(ThreadOf(c)) /\ IsActive(ThreadOf(c)))
  /\ Reads(c)
  /\ at' = [at EXCEPT ![c] = "invoked"]
  /\ aim' = [aim EXCEPT ![c] = local[On(c)]]
  /\ age' = IF c[2] = 0 /\ ThreadOf(c) \notin Lingering THEN [age EXCEPT ![ThreadOf(c)] = "current"] ELSE age
  /\ UNCHANGED <<count, table, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars
  /\ UNCHANGED endVars

PhaseFor(c) == pphase[aim[c][2]][On(c)]

Tracked(c) == \E d \in table : ThreadOf(d) = ThreadOf(c) /\ aim[d] = aim[c]

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
  /\ UNCHANGED endVars

suspended(c) ==
  /\ at[c] = "invoked"
  /\ LeadsToMediator(aim[c])
  /\ PhaseFor(c) = "block"
  /\ ~Admits(c)
  /\ at' = [at EXCEPT ![c] = "suspended"]
  /\ UNCHANGED <<aim, age, count, table, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars
  /\ UNCHANGED endVars

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
  /\ UNCHANGED endVars

resumed(c) == readAgain(c, "suspended")
redispatch(c) == readAgain(c, "invoked")

enter(c) ==
  /\ \/ at[c] = "invoked" /\ ~LeadsToMediator(aim[c])
     \/ at[c] = "counted"
  /\ at' = [at EXCEPT ![c] = "inside"]
  /\ UNCHANGED <<aim, age, count, table, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars
  /\ UNCHANGED endVars

leave(c) ==
  /\ at[c] = "inside"
  /\ \A d \in Calls : (ThreadOf(d) = ThreadOf(c) /\ d[2] > 0 /\ c[2] = 0) => at[d] = "returned"
  /\ at' = [at EXCEPT ![c] = "left"]
  /\ state' = [state EXCEPT ![RunsIn(c)] = @ \cup {c}]
  /\ UNCHANGED <<aim, age, count, table>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars
  /\ UNCHANGED endVars

countOut(c) ==
  /\ at[c] = "left"
  /\ LeadsToMediator(aim[c])
  /\ at' = [at EXCEPT ![c] = "out"]
  /\ count' = [count EXCEPT ![aim[c][2]][On(c)] = @ - 1]
  /\ table' = table \ {c}
  /\ UNCHANGED <<aim, age, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars
  /\ UNCHANGED endVars

counted(c, delta) ==
  \/ delta = 1 /\ countIn(c)
  \/ delta = 0 - 1 /\ countOut(c)

return(c) ==
  /\ \/ at[c] = "out"
     \/ at[c] = "left" /\ ~LeadsToMediator(aim[c])
  /\ at' = [at EXCEPT ![c] = "returned"]
  /\ aim' = [aim EXCEPT ![c] = Object(0)]
  /\ age' = IF c[2] = 0 /\ ThreadOf(c) \notin Lingering THEN [age EXCEPT ![ThreadOf(c)] = "gone"] ELSE age
  /\ UNCHANGED <<count, table, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars
  /\ UNCHANGED endVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* GENERATIONS                                                             *)
(*                                                                         *)
(* Each worker waits for those of its own processor, and for no other.     *)
(***************************************************************************)
InGrace(m, p) == workers[m][p] \in {"forward", "retiring"}

Needed(p) ==
  \/ Overlaps
  \/ \E m \in Mediators : InGrace(m, p) /\ passed[m][p] # 2
  \/ fate = "begun" /\ ended[p] # 2

OneMore(n) == IF n = 2 THEN 2 ELSE n + 1

generation(p) ==
  /\ Needed(p)
  /\ \A t \in Threads : Home[t] = p => age[t] # "previous"
  /\ age' = [t \in Threads |-> IF Home[t] = p /\ age[t] = "current" THEN "previous" ELSE age[t]]
  /\ passed' = [m \in Mediators |-> [q \in Processors |-> IF q = p /\ InGrace(m, q) THEN OneMore(passed[m][q]) ELSE passed[m][q]]]
  /\ ended' = IF fate = "begun" THEN [ended EXCEPT ![p] = OneMore(@)] ELSE ended
  /\ UNCHANGED <<at, aim, count, table, state>>
  /\ UNCHANGED <<global, root, workers, mphase, pphase, original, freed, requests>>
  /\ UNCHANGED <<fate, knows>>
  /\ UNCHANGED entryVars

GraceOver(m, p) == passed[m][p] = 2

(***************************************************************************)
(* Threads of Lingering become active, and are so no longer.               *)
(***************************************************************************)
threadBegins(t) ==
  /\ t \in Lingering
  /\ age[t] = "gone"
  /\ \E c \in Calls : ThreadOf(c) = t /\ at[c] = "idle"
  /\ age' = [age EXCEPT ![t] = "current"]
  /\ UNCHANGED <<at, aim, count, table, state>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars
  /\ UNCHANGED endVars

threadEnds(t) ==
  /\ t \in Lingering
  /\ age[t] # "gone"
  /\ found[t] = Miss
  /\ \A c \in Calls : ThreadOf(c) = t => at[c] \in {"idle", "returned"}
  /\ age' = [age EXCEPT ![t] = "gone"]
  /\ knows' = knows \ {t}
  /\ UNCHANGED <<at, aim, count, table, state>>
  /\ UNCHANGED <<fate, ended>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED swapVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* THE SWAP                                                                *)
(***************************************************************************)
swapRequested ==
  /\ requests > 0
  /\ root = "idle"
  /\ fate = "none"
  /\ root' = "requested"
  /\ requests' = requests - 1
  /\ UNCHANGED <<global, workers, mphase, pphase, original, passed, freed>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

(***************************************************************************)
(* Where threads migrate every processor gets a worker. Elsewhere only one *)
(* whose entry leads to the object: from one whose entry leads nowhere, or *)
(* to the mediator of the swap before, nobody has come to it yet.          *)
(***************************************************************************)
HasWorker(p) == Migrates \/ local[p] = Object(Serving)

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
  /\ pphase' = [pphase EXCEPT ![Used] = [p \in Processors |-> IF HasWorker(p) THEN "forward" ELSE "block"]]
  /\ workers' = [workers EXCEPT ![Used] = [p \in Processors |-> IF HasWorker(p) THEN "started" ELSE "absent"]]
  /\ passed' = [m \in Mediators |-> [p \in Processors |-> IF m = Used THEN passed[Current][p] ELSE IF Mediator(m) \in freed THEN 0 ELSE passed[m][p]]]
  /\ root' = "forward"
  /\ freed' = freed \ {Object(Serving + 1)}
  /\ UNCHANGED requests
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

(***************************************************************************)
(* The next calls of the processor miss, and find the mediator. From here  *)
(* on its generations count.                                               *)
(***************************************************************************)
Others(p) == Processors \ {p}
IsLastToFlush(p) == \A q \in Others(p) : worker(q) # "started"

AfterFlush(p, q) ==
  IF q = p THEN (IF Migrates /\ ~IsLastToFlush(p) THEN "met" ELSE "forward")
  ELSE IF IsLastToFlush(p) /\ worker(q) = "met" THEN "forward" ELSE worker(q)

flush(p) ==
  /\ worker(p) = "started"
  /\ local' = [local EXCEPT ![p] = Miss]
  /\ workers' = [workers EXCEPT ![Current] = [q \in Processors |-> AfterFlush(p, q)]]
  /\ passed' = [passed EXCEPT ![Current][p] = 0]
  /\ UNCHANGED <<global, root, mphase, pphase, original, freed, requests>>
  /\ UNCHANGED <<found, filling>>
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

IsThrough(q) == worker(q) \notin {"started", "met"} /\ GraceOver(Current, q)

processorBlocks(p) ==
  /\ worker(p) = "forward"
  /\ GraceOver(Current, p)
  /\ Migrates => \A q \in Processors : IsThrough(q)
  /\ pphase' = [pphase EXCEPT ![Current][p] = "block"]
  /\ workers' = WithWorker(Current, p, "block")
  /\ UNCHANGED <<global, root, mphase, original, passed, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

rootBlocks ==
  /\ root = "forward"
  /\ \A p \in Processors : worker(p) \in {"block", "absent", "born"}
  /\ mphase' = [mphase EXCEPT ![Current] = "block"]
  /\ root' = "block"
  /\ UNCHANGED <<global, workers, pphase, original, passed, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

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
  /\ state' = [state EXCEPT ![To] = {c \in Calls : IF worker(On(c)) \in {"absent", "born"} THEN c \in state[From] ELSE c \in state[To]}]
  /\ UNCHANGED <<global, workers, pphase, original, passed, freed, requests>>
  /\ UNCHANGED <<at, aim, age, count, table>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED endVars

(***************************************************************************)
(* "Much of the transfer [may] occur in parallel across multiple           *)
(* processors, preserving locality" (section 2): each worker moves what    *)
(* the calls of its own processor have left, and goes to the barrier.      *)
(***************************************************************************)
partTransferred(p) ==
  /\ root = "transfer"
  /\ worker(p) = "block"
  /\ state' = [state EXCEPT ![To] = {c \in Calls : IF On(c) = p THEN c \in state[From] ELSE c \in state[To]}]
  /\ workers' = WithWorker(Current, p, "arrived")
  /\ UNCHANGED <<global, root, mphase, pphase, original, passed, freed, requests>>
  /\ UNCHANGED <<at, aim, age, count, table>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED endVars

(***************************************************************************)
(* Ours: at any point before the commit the swap may be given up. Workers  *)
(* then come to the barrier without a transfer, as those do that were born *)
(* in the swap, whatever becomes of it.                                    *)
(***************************************************************************)
swapAbandoned ==
  /\ MayAbort
  /\ root \in {"forward", "block", "transfer"}
  /\ root' = "aborting"
  /\ UNCHANGED <<global, workers, mphase, pphase, original, passed, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

workerArrives(p) ==
  /\ \/ root = "aborting" /\ worker(p) \in {"forward", "block", "born"}
     \/ root = "transfer" /\ worker(p) = "born"
  /\ workers' = WithWorker(Current, p, "arrived")
  /\ UNCHANGED <<global, root, mphase, pphase, original, passed, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

(***************************************************************************)
(* The last at the barrier turns the global entry: the commit, or the way  *)
(* back. No miss is under way, so that none installs the mediator          *)
(* afterwards. The object that lost may go: nobody is on the way to it.    *)
(***************************************************************************)
AllArrived == \A p \in Processors : worker(p) \in {"arrived", "absent"}

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
  /\ UNCHANGED <<workers, pphase, original, passed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

(***************************************************************************)
(* Each worker lets its own processor go on: the local entry first, then   *)
(* the phase, by which the waiters are released.                           *)
(***************************************************************************)
lets(m, p) ==
  /\ mphase[m] = "completed"
  /\ workers[m][p] = "arrived"
  /\ local' = IF LeadsToMediator(local[p]) THEN [local EXCEPT ![p] = Miss] ELSE local
  /\ workers' = WithWorker(m, p, "flushed")
  /\ UNCHANGED <<global, root, mphase, pphase, original, passed, freed, requests>>
  /\ UNCHANGED <<found, filling>>
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

entryFlushed(p) == \E m \in Mediators : lets(m, p)

IsLastToLetGo(m, p) == \A q \in Others(p) : workers[m][q] \notin {"arrived", "flushed"}

AfterRelease(m, p, q) ==
  IF q = p THEN (IF Migrates /\ ~IsLastToLetGo(m, p) THEN "letGo" ELSE "retiring")
  ELSE IF IsLastToLetGo(m, p) /\ workers[m][q] = "letGo" THEN "retiring" ELSE workers[m][q]

releases(m, p) ==
  /\ workers[m][p] = "flushed"
  /\ pphase' = [pphase EXCEPT ![m][p] = "completed"]
  /\ workers' = [workers EXCEPT ![m] = [q \in Processors |-> AfterRelease(m, p, q)]]
  /\ passed' = [passed EXCEPT ![m][p] = 0]
  /\ UNCHANGED <<global, root, mphase, original, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

completed(p) == \E m \in Mediators : releases(m, p)

retires(m, p) ==
  /\ workers[m][p] = "retiring"
  /\ GraceOver(m, p)
  /\ workers' = WithWorker(m, p, "retired")
  /\ UNCHANGED <<global, root, mphase, pphase, original, passed, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

workerRetires(p) == \E m \in Mediators : retires(m, p)

frees(m) ==
  /\ mphase[m] = "completed"
  /\ Mediator(m) \notin freed
  /\ \A p \in Processors : workers[m][p] \in {"retired", "absent"}
  /\ freed' = freed \cup {Mediator(m)}
  /\ root' = IF m = Current /\ root = "concluded" THEN "reclaimed" ELSE root
  /\ UNCHANGED <<global, workers, mphase, pphase, original, passed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

freedMediator == \E m \in Mediators : frees(m)

(***************************************************************************)
(* Nothing of a swap stands in the way of the next one, or of the end.     *)
(***************************************************************************)
IsFree == root = "reclaimed" \/ (Overlaps /\ root = "concluded" /\ IsCommitted)

swapIdle ==
  /\ IsFree
  /\ fate = "none"
  /\ root' = "idle"
  /\ workers' = IF root = "reclaimed" THEN [workers EXCEPT ![Current] = [p \in Processors |-> "none"]] ELSE workers
  /\ UNCHANGED <<global, mphase, pphase, original, passed, freed, requests>>
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED endVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* THE END                                                                 *)
(***************************************************************************)
destroyed ==
  /\ MayDestroy
  /\ fate = "none"
  /\ fate' = "asked"
  /\ knows' = {t \in Threads : age[t] # "gone"}
  /\ UNCHANGED ended
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED swapVars

destructionBegins ==
  /\ fate = "asked"
  /\ root = "idle" \/ IsFree
  /\ fate' = "begun"
  /\ ended' = [p \in Processors |-> 0]
  /\ UNCHANGED knows
  /\ UNCHANGED entryVars
  /\ UNCHANGED callVars
  /\ UNCHANGED swapVars

taken ==
  /\ fate = "begun"
  /\ \A p \in Processors : ended[p] = 2
  /\ NoMiss
  /\ fate' = "gone"
  /\ local' = [p \in Processors |-> Miss]
  /\ freed' = freed \cup {Object(Serving)}
  /\ UNCHANGED <<found, filling, knows, ended>>
  /\ UNCHANGED <<global, root, workers, mphase, pphase, original, passed, requests>>
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

ThreadSteps(t) ==
  \/ threadBegins(t)
  \/ threadEnds(t)

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
  \/ destructionBegins
  \/ taken

Next ==
  \/ \E t \in Threads : ThreadSteps(t)
  \/ \E t \in Threads : MissSteps(t)
  \/ \E c \in Calls : invoke(c)
  \/ \E c \in Calls : CallSteps(c)
  \/ \E c \in Calls : leave(c)
  \/ \E p \in Processors : WorkerSteps(p)
  \/ swapRequested
  \/ destroyed
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
  /\ T7:: \A m \in Mediators : \A p \in Processors : workers[m][p] \in Work
  /\ T8:: \A m \in Mediators : \A p \in Processors : count[m][p] >= 0
  /\ T9:: table \subseteq Calls
  /\ T10:: \A m \in Mediators : \A p \in Processors : passed[m][p] \in 0..2
  /\ T11:: \A o \in Objects : state[o] \subseteq Calls
  /\ T12:: requests \in 0..Swaps
  /\ T13:: fate \in {"none", "asked", "begun", "gone"}
  /\ T14:: knows \subseteq Threads
  /\ T15:: \A p \in Processors : ended[p] \in 0..2
  /\ T16:: \A t \in Threads : filling[t] \in Processors

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
  /\ P3d:: fate # "gone" => global \notin freed
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
    /\ LeadsToMediator(aim[c])
    /\ \/ PhaseFor(c) = "completed"
       \/ workers[aim[c][2]][On(c)] \in {"block", "born", "arrived", "flushed"}

(***************************************************************************)
(* A component is gone when nobody is under way who may call it.           *)
(***************************************************************************)
NothingLeadsToWhatIsGone ==
  fate = "gone" =>
    /\ G1:: \A c \in Calls : at[c] \in {"idle", "returned"}
    /\ G2:: \A t \in Threads : found[t] = Miss
    /\ G3:: \A p \in Processors : local[p] = Miss
=============================================================================
