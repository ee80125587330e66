import CursesDriver
import Glibc
import TerminalKit

/// A screen with a worker thread beside it, for the tests of what a crash of a worker leaves behind:
/// the program itself has one thread.
@main
enum ThreadedScreen {
  static func main() throws {
    var terminal = try CursesTerminal()
    var worker = pthread_t()
    pthread_create(&worker, nil, waitForEver, nil)
    var canvas = Canvas(terminal.size)
    canvas.write("cnnscope", x: 0, y: 0)
    canvas.write("a worker waits", x: 0, y: terminal.size.rows - 1)
    terminal.present(canvas)
    while terminal.nextEvent(timeout: nil) != .terminate {}
    terminal.close()
  }
}

private func waitForEver(_: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  CursesTerminal.prepareThread()
  while true { pause() }
}
