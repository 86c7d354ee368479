// The process custom functions run in. The host starts it with a socket as its input and output and speaks to it in
// frames; it has nothing else of the machine (see Isolation).

var channel = Channel()
// The engine looks at the machine's memory when it starts, so it starts before that is out of reach.
var worker = Worker()
Isolation.enter()
while let message = channel.receive() {
    channel.send(worker.reply(to: message))
    // All that is done for the next calls is done while the host has its answer already.
    worker.settle()
    while worker.lacksRealms, !channel.hasMessage { worker.prepareRealm() }
}
