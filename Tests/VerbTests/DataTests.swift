import ModelFiles
import TestSupport
import Testing

/// `cnnscope data`, and the verbs on data sets of other forms.
@Suite("Data sets", .baselineLevel) struct DataTests {
  @Test("A data set's parts, classes and normalization")
  func digits() throws {
    let run = try Program.run("data digits")
    #expect(run.status == 0)
    #expect(
      run.output.hasPrefix(
        """
        digits: 1437 images to train with, 360 to test with
        images of 1×8×8, 0 to 16, 10 classes
        --mean 0.3054 --deviation 0.3755
        class  name  train  test
        0      0     143    35

        """))
    let json = try Program.run("data digits --json").output
    #expect(json.contains("\"train\": 1437") && json.contains("\"shape\": [1, 8, 8]"))
    #expect(json.contains("\"mean\": [0.30538611"))
  }

  @Test("What is no data set is refused")
  func refused() throws {
    let run = try Program.run("data nothing")
    #expect(run.status == 1)
    #expect(
      run.error
        == "nothing: there is no data set or folder of this name; the data sets are digits, mnist\n"
    )
    #expect(try Program.run("data digits --input 8").status == 64)
  }

  @Test("A folder of images trains, with augmentation, and a test part alone is only evaluated")
  func imageFolder() throws {
    try withFolder { folder in
      for (part, count) in [("train", 6), ("test", 2)] {
        for (index, name) in ["dark", "light"].enumerated() {
          try FileContent.makeFolder("\(folder)/\(part)/\(name)")
          for image in 0..<count {
            let side = 6 + image
            let pixels = [UInt8](repeating: UInt8(index * 200 + image), count: side * side * 3)
            let png = try PNGPicture(rows: side, columns: side, pixels: pixels).encoded(path: "")
            try FileContent.write(png, to: "\(folder)/\(part)/\(name)/\(image).png")
          }
        }
      }
      let train = try Program.run([
        "train", "digits8", "--data", folder, "--epochs", "2", "--batch", "4", "--augment",
        "flip, crop 1, cutout 2",
      ])
      #expect(train.status == 0, "\(train.error)")
      let alone = "\(folder)/alone"
      try FileContent.makeFolder("\(alone)/test/light")
      try FileContent.write(
        FileContent.read("\(folder)/test/light/0.png"), to: "\(alone)/test/light/0.png")
      #expect(try Program.run(["evaluate", "digits8", "--data", alone]).status == 0)
      let refused = try Program.run(["train", "digits8", "--data", alone])
      #expect(
        refused.error
          == "\(alone) has a test part alone, so there is nothing to train with; evaluate takes it\n"
      )
    }
  }

  @Test("Augmentation is checked before anything is read")
  func augmentation() throws {
    let run = try Program.run(["train", "digits8", "--data", "absent", "--augment", "flop"])
    #expect(run.status == 1)
    #expect(
      run.error
        == "flop is no change of images; there are flip, crop 4, crop 4 reflect, cutout 8, shift 1\n"
    )
    #expect(
      try Program.run("train digits8 --data digits --augment flip --shift 1").status == 64)
  }

  @Test("A network and its activations are exported")
  func export() throws {
    try withFolder { folder in
      let (model, arrays) = ("\(folder)/n.onnx", "\(folder)/a.npz")
      #expect(try Program.run(["export", "digits8", model]).status == 0)
      let own = try Program.run("run digits8 digits:3")
      let read = try Program.run(["run", model, "digits:3"])
      #expect(own.output.split(separator: "\n")[2] == read.output.split(separator: "\n")[2])
      #expect(
        try Program.run(["export", "digits8", model]).error
          == "\(model): the file already exists; --over replaces it\n")
      let run = try Program.run([
        "export", "digits8", arrays, "--data", "digits", "--layer", "conv1", "--limit", "70",
      ])
      #expect(run.status == 0, "\(run.error)")
      #expect(try NpzArchive(arrays).array("conv1").shape == [70, 1, 6, 6])
      #expect(try NpzArchive(arrays).array("labels").shape == [70])
      let dump = "\(folder)/d.npz"
      _ = try Program.run(["run", "digits8", "digits:test:66", "--dump", dump])
      let (one, all) = (
        try NpzArchive(dump).array("conv1").tensor,
        try NpzArchive(arrays).array("conv1").samples[66]
      )
      #expect(one.elements.count == all.tensor.elements.count)
      #expect(
        zip(one.elements, all.tensor.elements).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(try Program.run(["export", "digits8", arrays]).status == 64)
    }
  }

  @Test("Layers without a row for each sample are left out, and refused by name")
  func rows() throws {
    try withFolder { folder in
      let (network, arrays) = ("\(folder)/n.cnn", "\(folder)/a.npz")
      let text = "input 1x8x8\nreshape 4,16\nreshape 1,64\nlinear 10\n"
      try FileContent.write(Array(text.utf8), to: network)
      let refused = try Program.run([
        "export", network, arrays, "--data", "digits", "--layer", "reshape1",
      ])
      #expect(refused.status == 1)
      #expect(
        refused.error == "reshape1 has no row for each sample, so it cannot be written\n")
      #expect(FileContent.names(in: folder) == ["n.cnn"])
      let run = try Program.run(["export", network, arrays, "--data", "digits", "--limit", "3"])
      #expect(run.status == 0, "\(run.error)")
      #expect(try NpzArchive(arrays).array("linear1").shape == [3, 10])
    }
  }

  @Test(
    "An option that would change nothing is refused",
    arguments: [
      "export digits8 n.py --layer conv1", "export digits8 n.py --what activation",
      "export digits8 n.py --part test", "export digits8 n.py --limit 3",
      "export digits8 n.py --resize crop", "export digits8 n.cnn --keras",
      "export digits8 n.cnn --weights w.npz", "export digits8 n.py --weights w.npz",
      "data digits --mean 0.5", "data digits --input 1x8x8 --scale 1", "data digits --invert",
      "input i.png --explain t.npy --invert", "input i.png --explain t.npy --weights w.npz",
    ])
  func ignoredOptions(line: String) throws {
    #expect(try Program.run(line).status == 64)
  }
}
