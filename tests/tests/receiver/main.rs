//! The generated receiver, over real sockets and as a tower service: who is let in, what reaches
//! the handlers, what is answered.

mod answers;
mod bodies;
mod building;
mod client;
mod compressed;
mod connections;
mod credentials;
mod deliveries;
mod door;
mod example;
mod inbox;
mod made_samples;
mod memory;
mod outcomes;
mod own_verifier;
mod paths;
mod requests;
mod schemes;
mod secrecy;
mod shutdown;
mod stored;
mod tokens;
