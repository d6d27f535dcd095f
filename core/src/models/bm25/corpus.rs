//! What is there to be searched when the model opens?

/// The notes of a team that is on call: short and long ones, and one word, `service`, that most of
/// them hold.
pub(super) const NOTES: [&str; 12] = [
    "The checkout service is slow when the payment queue is full.",
    "Restart the queue service after a failed deploy.",
    "A slow query locks the orders table. Kill the query, then find out who sent it.",
    "The search service returns stale results: rebuild the index.",
    "Queue full? Add consumers to the queue. Queue still full? A queue that stays full hides a slow \
     consumer, and a longer queue only hides it longer.",
    "The mail service retries for an hour, then it gives up.",
    "Weekly review. We went through every service that paged somebody: the login service, the \
     payment service, the mail service and the search service. We listed what each service had \
     promised, what it did, and who was woken up. Two pages came from one queue, three from disks, \
     and most of them from deploys on a Friday afternoon. Decision: nobody deploys after lunch on \
     a Friday, and each service gets an owner, a dashboard and a note in this collection.",
    "Payment service times out: look at the status page of the bank before anything else.",
    "Certificates expire on a Sunday. Renew them on the Friday before.",
    "The login service is slow after the cache was flushed. It recovers by itself.",
    "Disk full on the database host: delete old logs, then find the service that writes them.",
    "Who to wake up: the list is beside the door.",
];
