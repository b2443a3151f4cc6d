---------------------------- MODULE HotSwapTrace ----------------------------
(***************************************************************************)
(* Is a run of the implementation one of the specification? The run is the *)
(* sequence Trace of a module RecordedTrace, which is written from the     *)
(* run's events: each element is the name of an action and its parameters. *)
(*                                                                         *)
(* The specification has to take just these actions in this order. In      *)
(* between it may take actions that no event says (redispatch), and it may *)
(* take generation early: the implementation reports it one step after the *)
(* exchange that makes it true.                                            *)
(*                                                                         *)
(* NotAccepted is claimed, so that its violation is the run's acceptance.  *)
(* A run that is not accepted ends in a deadlock, at the first action that *)
(* the specification cannot take.                                          *)
(***************************************************************************)

EXTENDS MCHotSwap, Sequences, RecordedTrace

VARIABLES
  position,  \* which element of the trace comes next
  owed       \* the processors whose generation was taken before its event

traceVars == <<position, owed>>

Is(name) == position <= Len(Trace) /\ Trace[position][1] = name
First == Trace[position][2]
Second == Trace[position][3]

TraceInit ==
  /\ Init
  /\ position = 1
  /\ owed = {}

(***************************************************************************)
(* The action that the trace has next.                                     *)
(***************************************************************************)
OnCall ==
  \/ Is("invoke") /\ invoke(First)
  \/ Is("counted") /\ counted(First, Second)
  \/ Is("suspended") /\ suspended(First)
  \/ Is("resumed") /\ resumed(First)
  \/ Is("enter") /\ enter(First)
  \/ Is("leave") /\ leave(First)
  \/ Is("return") /\ return(First)
  \/ Is("swapRequested") /\ swapRequested

OnSwap ==
  \/ Is("swapStarted") /\ swapStarted
  \/ Is("phase") /\ phase(First)
  \/ Is("transferBegins") /\ transferBegins
  \/ Is("transferEnded") /\ transferEnded
  \/ Is("swapAbandoned") /\ swapAbandoned
  \/ Is("swung") /\ swung(First)
  \/ Is("swapEnded") /\ swapEnded
  \/ Is("freedObject") /\ freedObject(First)
  \/ Is("freedMediator") /\ freedMediator
  \/ Is("swapIdle") /\ swapIdle

Follow ==
  /\ OnCall \/ (owed = {} /\ OnSwap)
  /\ position' = position + 1
  /\ UNCHANGED owed

Early(p) ==
  /\ p \notin owed
  /\ generation(p)
  /\ owed' = owed \cup {p}
  /\ UNCHANGED position

Discharge ==
  /\ Is("generation")
  /\ First \in owed
  /\ owed' = owed \ {First}
  /\ position' = position + 1
  /\ UNCHANGED vars

Hidden ==
  /\ \E c \in Calls : redispatch(c)
  /\ UNCHANGED traceVars

TraceNext ==
  \/ Follow
  \/ \E p \in Processors : Early(p)
  \/ Discharge
  \/ Hidden

TraceSpec == TraceInit /\ [][TraceNext]_<<vars, traceVars>>

NotAccepted == position <= Len(Trace)
=============================================================================
