import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

/// Files that verbs replace, and those that they must not.
@Suite("Replaced files", .baselineLevel) struct ReplacementTests {
  private func writeInput(_ path: String) throws {
    let tensor = Tensor(shape: [1, 2], elements: [-1, 2])
    try NpzFile.write([NamedArray("x", NumericArray(tensor))], to: path)
  }

  @Test("Results of a layer, a log and weights replace those of the run before")
  func repeated() throws {
    try withFolder { folder in
      try writeInput("\(folder)/x.npz")
      for (line, path) in [
        ("layer relu --input \(folder)/x.npz:x --out \(folder)/y.npz", "\(folder)/y.npz"),
        (
          "train digits8 --data digits --limit 64 --epochs 1 --log \(folder)/a.csv",
          "\(folder)/a.csv"
        ),
        (
          "train digits8 --data digits --limit 64 --epochs 1 --save \(folder)/w.npz",
          "\(folder)/w.npz"
        ),
      ] {
        #expect(try Program.run(line).status == 0, "\(line)")
        let first = try Data(contentsOf: URL(filePath: path))
        let second = try Program.run(line)
        #expect(second.status == 0, "\(second.error)")
        let again = try Data(contentsOf: URL(filePath: path))
        #expect(again.count == first.count)
      }
    }
  }

  @Test("What is read is not replaced")
  func sources() throws {
    try withFolder { folder in
      let input = "\(folder)/x.npz"
      try writeInput(input)
      try FileManager.default.linkItem(atPath: input, toPath: "\(folder)/hard.npz")
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/soft.npz", withDestinationPath: "x.npz")
      let before = try Data(contentsOf: URL(filePath: input))
      for name in ["x", "hard", "soft"] {
        let run = try Program.run(
          "layer relu --input \(input):x --out \(folder)/\(name).npz")
        #expect(run.status == 1)
        #expect(run.error.contains("this is a file that the program has read"), "\(run.error)")
        #expect(try Data(contentsOf: URL(filePath: input)) == before)
      }
    }
  }

  @Test("Weights that were loaded are saved to the same file, but no dump is written there")
  func weights() throws {
    try withFolder { folder in
      let path = "\(folder)/w.npz"
      let train = "train digits8 --data digits --limit 64 --epochs 1 --save \(path)"
      #expect(try Program.run(train).status == 0)
      #expect(try Program.run("\(train) --weights \(path)").status == 0)
      let run = try Program.run("run digits8 digits:1 --weights \(path) --dump \(path) --over")
      #expect(run.status == 1)
      #expect(run.error.contains("choose another name"))
      #expect(try NpzArchive(path).array("conv1.weight").shape == [1, 1, 3, 3])
    }
  }

  @Test("A process that is killed while it writes leaves the old file")
  func killed() throws {
    try withFolder { folder in
      let (input, output) = ("\(folder)/x.npy", "\(folder)/y.npz")
      try NpyFile.write(NumericArray(Tensor.zeros([1, 8, 64, 64])), to: input)
      try NpzFile.write([NamedArray("old", NumericArray(Tensor.zeros([1])))], to: output)
      let old = try Data(contentsOf: URL(filePath: output))
      var wasHit = false
      for _ in 0..<10 where !wasHit {
        wasHit = try kill(
          ["layer", "upsample 16", "--input", input, "--out", output], in: folder)
        if wasHit { #expect(try Data(contentsOf: URL(filePath: output)) == old) }
      }
      #expect(wasHit)
    }
  }

  /// Starts the program and kills it as soon as a file of which it has written a part is there.
  ///
  /// - Returns: whether it was still writing.
  private func kill(_ arguments: [String], in folder: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = arguments
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    while process.isRunning {
      let isWriting = try FileManager.default.contentsOfDirectory(atPath: folder).contains { name in
        let size = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.size]
        return name.hasPrefix(".cnnscope-\(process.processIdentifier)-") && (size as? Int ?? 0) > 0
      }
      if isWriting { break }
    }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  @Test("Results go into a pipe and to standard output")
  func outputs() throws {
    try withFolder { folder in
      try writeInput("\(folder)/x.npz")
      let pipe = "\(folder)/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      // Open for both, so that the program does not wait for a reader.
      let descriptor = open(pipe, O_RDWR)
      defer { close(descriptor) }
      let line = "layer relu --input \(folder)/x.npz:x --out"
      let run = try Program.run("\(line) \(pipe)")
      #expect(run.status == 0, "\(run.error)")
      #expect(try FileContent.start(of: pipe, count: 2) == Array("PK".utf8))
      #expect(try Program.run("\(line) /dev/stdout").output.hasPrefix("PK"))
      #expect(
        try Program.run("\(line) /dev/full").error == "/dev/full: not written: the disk is full\n")
    }
  }

  @Test("Networks, images and scripts come through pipes")
  func pipes() throws {
    try withFolder { folder in
      let network = Array("input 1x8x8\nflatten\nlinear 10\n".utf8)
      let image = NpyFile.encode(NumericArray(Tensor.zeros([1, 8, 8])))
      let paths = [("net", network), ("image", image), ("script", Array("snapshot a\n".utf8))]
        .map { name, bytes in
          let path = "\(folder)/\(name)"
          #expect(mkfifo(path, 0o600) == 0)
          Thread.detachNewThread {
            let descriptor = open(path, O_WRONLY)
            _ = writeAll(bytes, to: descriptor)
            close(descriptor)
          }
          return path
        }
      let run = try Program.run(["run", paths[0], paths[1]])
      #expect(run.status == 0, "\(run.error)")
      #expect(run.output.hasPrefix("net on \(paths[1])"))
      let play = try Program.run(["play", paths[2], "lenet5"])
      #expect(play.output.hasPrefix("── a\n"), "\(play.error)")
      let input = String(decoding: network, as: UTF8.self)
      #expect(try Program.run(["shapes", "/dev/stdin"], input: input).status == 0)
      let zero = try Program.run(["shapes", "/dev/zero"])
      #expect(zero.error == "/dev/zero: this is a device, but a file is expected\n")
    }
  }
}
