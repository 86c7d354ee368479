import Foundation
import IMLScript

// The process custom functions run in. The host starts it with a socket as its input and output and speaks to it in
// frames; it has nothing else of the machine (see Isolation).

let needsIsolation = !CommandLine.arguments.contains(WorkerStart.withoutSandbox)
let isolation = Isolation.begin()
guard isolation.isPossible || !needsIsolation else { exit(WorkerStart.hasNoSandbox) }

var channel = Channel()
// The engine looks at the machine when it starts, so it starts before the last of that is out of reach.
var worker = Worker()
guard isolation.complete() || !needsIsolation else { exit(WorkerStart.hasNoSandbox) }

while let message = channel.receive() {
    channel.send(worker.reply(to: message))
    // All that is done for the next calls is done while the host has its answer already.
    worker.settle()
    while worker.lacksRealms, !channel.hasMessage { worker.prepareRealm() }
}
