import ModelFiles
import TestSupport
import Testing

/// Files that the verbs write, and what is there before.
@Suite("Files written by the verbs", .baselineLevel) struct WritingTests {
  @Test("A source is not replaced by another format")
  func source() throws {
    try withFolder { folder in
      let path = "\(folder)/source"
      let text = Array("input 1x8x8\nflatten\nlinear 2\n".utf8)
      try FileContent.write(text, to: path)
      for line in [
        "run lenet5 digits:1 --over --dump \(path)",
        "render lenet5 digits:1 --layer conv1 --over --png \(path)",
        "train digits8 --data digits --epochs 1 --save \(path)",
        "train digits8 --data digits --epochs 1 --log \(path)",
      ] {
        let run = try Program.run(line)
        #expect(run.status == 1)
        #expect(run.error.contains("which would be lost; choose another name"), "\(run.error)")
        #expect(try FileContent.read(path) == text)
      }
    }
  }

  @Test("An ending of another format is refused")
  func ending() throws {
    try withFolder { folder in
      let path = "\(folder)/new.cnn"
      let run = try Program.run("run lenet5 digits:1 --dump \(path)")
      let sentence = "files ending in .cnn have another format than what is written here; use .npz"
      #expect(run.status == 1)
      #expect(run.error == "\(path): \(sentence)\n")
      #expect(!FileContent.exists(path))
    }
  }

  @Test("A dump is replaced with --over alone")
  func over() throws {
    try withFolder { folder in
      let line = "run lenet5 digits:1 --dump \(folder)/a.npz"
      #expect(try Program.run(line).status == 0)
      let second = try Program.run(line)
      #expect(second.status == 1)
      #expect(second.error == "\(folder)/a.npz: the file already exists; --over replaces it\n")
      #expect(try Program.run(line + " --over").status == 0)
    }
  }

  @Test("A log that cannot be written is said, and the weights are saved")
  func fullLog() throws {
    try withFolder { folder in
      let path = "\(folder)/a.safetensors"
      let run = try Program.run(
        "train digits8 --data digits --epochs 1 --save \(path) --log /dev/full")
      #expect(run.status == 1)
      #expect(
        run.error.contains(
          "/dev/full: not written: the disk is full; training continues without a log"))
      #expect(FileContent.exists(path))
    }
  }

  @Test("A usage error shows escape sequences instead of sending them")
  func escapes() throws {
    let run = try Program.run(["run", "lenet5", "digits:1", "--\u{1b}[31m"])
    #expect(run.status == 64)
    #expect(!run.error.contains("\u{1b}"))
  }
}
