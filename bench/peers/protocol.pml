/* The bench protocol in Promela: bench/protocol.ts operation for operation, so that both have the same states.
   CLIENTS and CALLS are given on the command line; clients 1, 3, ... nest one call in each of theirs.
   One operation is one transition: what a load decides is a guard on the variable itself, and an operation that also
   sets what only it needs is a d_step. What the engine forgets at the end of a scope is reset with the scope's last
   operation. Nobody dies: a finished process stays at an end label, for dying would be a transition of its own. */

#ifndef CLIENTS
#define CLIENTS 2
#endif
#ifndef CALLS
#define CALLS 1
#endif
#define NESTING (CLIENTS / 2)
#define PLAIN (CLIENTS - NESTING)
#define SUM (CALLS * (PLAIN + 2 * NESTING))

byte pointer;                 /* 0 old, 1 mediator, 2 new */
byte phase;                   /* 0 forward, 1 block, 2 completed */
short count;
byte tracked[CLIENTS];
short word;
short alive[2];               /* may fall below zero while its generation is current */
short oldValue, newValue;
short inside;
byte made[CLIENTS];           /* calls made: where a client is between two calls */

#define IN_OLD(nested) inside++; oldValue++; nested inside--
#define IN_NEW(nested) newValue++; nested

#define CALL(nested) \
  if \
  :: (pointer == 0) -> IN_OLD(nested) \
  :: (pointer == 2) -> IN_NEW(nested) \
  :: (pointer == 1) -> \
    if \
    :: (tracked[_pid] == 1) -> IN_OLD(nested) \
    :: (tracked[_pid] == 0) -> \
      count++; \
      if \
      :: (phase == 0) -> tracked[_pid] = 1; IN_OLD(nested); tracked[_pid] = 0; count-- \
      :: (phase != 0) -> count--; (phase == 2); IN_NEW(nested) \
      fi \
    fi \
  fi

#define CLIENT(nested) \
  byte generation; \
end_client: \
  do \
  :: d_step { (made[_pid] < CALLS) -> generation = word & 1; word = word + 2 }; \
     CALL(nested); \
     d_step { alive[generation]--; generation = 0; made[_pid]++ } \
  od

active [PLAIN] proctype plain() { CLIENT() }
#if NESTING > 0
active [NESTING] proctype nesting() { CLIENT(CALL();) }
#endif

#define ADVANCE(ending, next) \
  (alive[next] == 0); \
  d_step { activated = word >> 1; word = next }; \
  d_step { alive[ending] = alive[ending] + activated; activated = 0 }

active proctype swapper() {
  short activated, value;
  pointer = 1;
  ADVANCE(0, 1);
  ADVANCE(1, 0);
  phase = 1;
  (count == 0);
  assert(inside == 0);
  value = oldValue;
  d_step { newValue = value; value = 0 };
  phase = 2;
  pointer = 2;
end_swapper:
  (false)
}

#if CLIENTS == 1
#define ALL_MADE (made[0] == CALLS)
#elif CLIENTS == 2
#define ALL_MADE (made[0] == CALLS && made[1] == CALLS)
#elif CLIENTS == 3
#define ALL_MADE (made[0] == CALLS && made[1] == CALLS && made[2] == CALLS)
#elif CLIENTS == 4
#define ALL_MADE (made[0] == CALLS && made[1] == CALLS && made[2] == CALLS && made[3] == CALLS)
#endif

/* Looks at the end, and stays where it is: no state of its own. */
active proctype judge() {
end_judge:
  do
  :: d_step { (pointer == 2 && ALL_MADE) -> assert(newValue == SUM) }
  od
}
