// The bench protocol (bench/protocol.ts) as a model of Stateright, operation for operation, as peers/protocol.pml is: the
// same states. Stateright keeps fingerprints of 64 bits, and on one thread goes breadth first.
//   peer-stateright CLIENTS CALLS    prints states, and verdicts of its three properties, as JSON

use stateright::{Checker, Model, Property};

/// By which way a call has come into the old object.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
enum Way {
    Pointer,
    Recursion,
    Mediator,
}

#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
enum At {
    Call,
    Mediated,
    Count,
    Phase,
    Track,
    /// In the old object: about to enter, to work and to leave.
    Enter(Way),
    Work(Way),
    Leave(Way),
    Untrack,
    Uncount,
    GiveUp,
    Wait,
    /// In the new one, at once or after a wait: about to work, and with a nested call.
    New(bool),
    Nesting(bool),
    Deactivate,
}

/// A client between two calls has no frame; one that nests has two.
#[derive(Clone, Debug, Hash, PartialEq, Eq)]
struct Client {
    outer: Option<At>,
    inner: Option<At>,
    generation: u8,
    made: u8,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq)]
struct State {
    pointer: u8,
    phase: u8,
    count: i16,
    word: i16,
    alive: [i16; 2],
    old_value: i16,
    new_value: i16,
    inside: i16,
    tracked: Vec<bool>,
    clients: Vec<Client>,
    swapper: u8,
    activated: i16,
    value: i16,
    failed: bool,
}

struct Protocol {
    clients: usize,
    calls: u8,
}

const OLD: u8 = 0;
const MEDIATOR: u8 = 1;
const NEW: u8 = 2;
const SWAPPED: u8 = 14;

impl Protocol {
    fn nests(&self, client: usize) -> bool {
        client % 2 == 1
    }

    fn sum(&self) -> i16 {
        let each = |client| self.calls as i16 * if self.nests(client) { 2 } else { 1 };
        (0..self.clients).map(each).sum()
    }

    fn is_done(&self, state: &State) -> bool {
        state.swapper == SWAPPED && state.clients.iter().all(|client| client.outer.is_none() && client.made == self.calls)
    }

    fn client(&self, state: &mut State, index: usize) -> bool {
        let Some(outer) = state.clients[index].outer else {
            return self.activate(state, index);
        };
        match state.clients[index].inner {
            Some(at) => self.frame(state, index, at, true),
            None => self.frame(state, index, outer, false),
        }
    }

    fn activate(&self, state: &mut State, index: usize) -> bool {
        if state.clients[index].made == self.calls {
            return false;
        }
        state.clients[index].generation = (state.word & 1) as u8;
        state.word += 2;
        state.clients[index].outer = Some(At::Call);
        true
    }

    /// The next operation of a frame; false where it waits.
    fn frame(&self, state: &mut State, index: usize, at: At, is_inner: bool) -> bool {
        let next = match at {
            At::Call if state.pointer == OLD => At::Enter(Way::Pointer),
            At::Call if state.pointer == NEW => At::New(false),
            At::Call => At::Mediated,
            At::Mediated if state.tracked[index] => At::Enter(Way::Recursion),
            At::Mediated => At::Count,
            At::Count => {
                state.count += 1;
                At::Phase
            }
            At::Phase if state.phase == 0 => At::Track,
            At::Phase => At::GiveUp,
            At::Track => {
                state.tracked[index] = true;
                At::Enter(Way::Mediator)
            }
            At::Enter(way) => {
                state.inside += 1;
                At::Work(way)
            }
            At::Work(way) => {
                state.old_value += 1;
                return self.nest(state, index, is_inner, At::Leave(way));
            }
            At::Leave(way) => {
                state.inside -= 1;
                if way != Way::Mediator {
                    return self.end_call(state, index, is_inner);
                }
                At::Untrack
            }
            At::Untrack => {
                state.tracked[index] = false;
                At::Uncount
            }
            At::Uncount => {
                state.count -= 1;
                return self.end_call(state, index, is_inner);
            }
            At::GiveUp => {
                state.count -= 1;
                At::Wait
            }
            At::Wait if state.phase != 2 => return false,
            At::Wait => At::New(true),
            At::New(waited) => {
                state.new_value += 1;
                return if is_inner || !self.nests(index) {
                    self.end_call(state, index, is_inner)
                } else {
                    self.nest(state, index, is_inner, At::Nesting(waited))
                };
            }
            At::Nesting(_) | At::Deactivate => {
                let client = &mut state.clients[index];
                state.alive[client.generation as usize] -= 1;
                *client = Client { outer: None, inner: None, generation: 0, made: client.made + 1 };
                return true;
            }
        };
        self.set(state, index, is_inner, next)
    }

    fn set(&self, state: &mut State, index: usize, is_inner: bool, next: At) -> bool {
        let client = &mut state.clients[index];
        *(if is_inner { &mut client.inner } else { &mut client.outer }) = Some(next);
        true
    }

    /// Goes on, by way of a nested call where the client makes one.
    fn nest(&self, state: &mut State, index: usize, is_inner: bool, next: At) -> bool {
        if !is_inner && self.nests(index) {
            state.clients[index].inner = Some(At::Call);
        }
        self.set(state, index, is_inner, next)
    }

    fn end_call(&self, state: &mut State, index: usize, is_inner: bool) -> bool {
        let client = &mut state.clients[index];
        if is_inner {
            client.inner = None;
            if let Some(At::Nesting(_)) = client.outer {
                client.outer = Some(At::Deactivate);
            }
        } else {
            client.outer = Some(At::Deactivate);
        }
        true
    }

    fn swap(&self, state: &mut State) -> bool {
        match state.swapper {
            0 => state.pointer = MEDIATOR,
            1 if state.alive[1] != 0 => return false,
            4 if state.alive[0] != 0 => return false,
            2 | 5 => {
                state.activated = state.word >> 1;
                state.word = if state.swapper == 2 { 1 } else { 0 };
            }
            3 | 6 => {
                state.alive[if state.swapper == 3 { 0 } else { 1 }] += state.activated;
                state.activated = 0;
            }
            7 => state.phase = 1,
            8 if state.count != 0 => return false,
            9 => state.failed = state.inside != 0,
            10 => state.value = state.old_value,
            11 => {
                state.new_value = state.value;
                state.value = 0;
            }
            12 => state.phase = 2,
            13 => state.pointer = NEW,
            SWAPPED => return false,
            _ => {}
        }
        state.swapper += 1;
        true
    }
}

impl Model for Protocol {
    type State = State;
    type Action = usize;

    fn init_states(&self) -> Vec<State> {
        let client = Client { outer: None, inner: None, generation: 0, made: 0 };
        vec![State {
            pointer: OLD,
            phase: 0,
            count: 0,
            word: 0,
            alive: [0, 0],
            old_value: 0,
            new_value: 0,
            inside: 0,
            tracked: vec![false; self.clients],
            clients: vec![client; self.clients],
            swapper: 0,
            activated: 0,
            value: 0,
            failed: false,
        }]
    }

    /// The swapper is the last.
    fn actions(&self, _state: &State, actions: &mut Vec<usize>) {
        actions.extend(0..=self.clients);
    }

    fn next_state(&self, last: &State, thread: usize) -> Option<State> {
        let mut state = last.clone();
        let steps = if thread == self.clients { self.swap(&mut state) } else { self.client(&mut state, thread) };
        steps.then_some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("quiescent", |_, state: &State| !state.failed),
            Property::always("noDeadlock", |model: &Protocol, state| {
                let mut actions = Vec::new();
                model.actions(state, &mut actions);
                model.is_done(state) || actions.iter().any(|&action| model.next_state(state, action).is_some())
            }),
            Property::always("sum", |model: &Protocol, state| !model.is_done(state) || state.new_value == model.sum()),
        ]
    }
}

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).map(|text| text.parse().expect("a number")).collect();
    let model = Protocol { clients: sizes[0], calls: sizes[1] as u8 };
    let checker = model.checker().threads(1).spawn_bfs().join();
    println!("{{\"states\":{},\"errors\":{}}}", checker.unique_state_count(), checker.discoveries().len());
}
