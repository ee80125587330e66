import Glibc
import ModelFiles
import Testing

@Suite("Temporary files of writes that were killed")
struct StaleFileTests {
  @Test("They are removed when the folder is written to; those of other files and writers stay")
  func removed() throws {
    let folder = "/tmp/cnnscope-stale-\(getpid())"
    mkdir(folder, 0o700)
    let names = [
      // No process has a number above the kernel's largest, 2²².
      ".cnnscope-5000000-0.tmp", ".cnnscope-5000000-1.tmp", ".cnnscope-\(getpid())-7.tmp",
      ".cnnscope-notes-1.tmp", "net.tmp",
    ]
    for name in names { close(open("\(folder)/\(name)", O_CREAT | O_WRONLY, 0o600)) }
    let writer = open("\(folder)/\(names[1])", O_WRONLY)
    #expect(flock(writer, LOCK_EX | LOCK_NB) == 0)
    defer {
      close(writer)
      for name in names + ["net.csv"] { unlink("\(folder)/\(name)") }
      rmdir(folder)
    }
    try FileContent.write([1, 2], to: "\(folder)/net.csv")
    let left = names.filter { access("\(folder)/\($0)", F_OK) == 0 }
    #expect(left == Array(names[1...]))
  }
}
