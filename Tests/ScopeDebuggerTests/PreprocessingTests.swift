import CNNEngine
import CNNModel
import ModelFiles
import ScopeDebugger
import TestSupport
import Testing

@Suite("Preprocessing", .baselineLevel)
struct PreprocessingTests {
  private func perform(_ line: String, _ session: inout Session) throws -> [String] {
    try Session.commands.perform(line, &session).lines
  }

  @Test("An option of the input changes what the network is given")
  func options() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    let usual = session.debugger.setup.input.image
    #expect(
      try perform("input --scale 1 --invert", &session) == [
        "digits:3 \"\(session.debugger.selectedSample.label ?? -1)\": 1×8×8, inverted 16 − x"
      ])
    let image = session.debugger.setup.input.image
    #expect(zip(image.elements, usual.elements).allSatisfy { $0 == 16 - $1 * 16 })
    #expect(session.debugger.selectedSample.original.elements == usual.elements.map { $0 * 16 })
    _ = try perform("input digits:4", &session)
    #expect(session.debugger.setup.input.fit == "inverted 16 − x")
    _ = try perform("input --usual digits:3", &session)
    #expect(session.debugger.setup.input.image == usual)
  }

  @Test("Another fit has a side and a filling of its own")
  func fits() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    _ = try perform("input --fit crop --resize-side 9", &session)
    #expect(session.preparation.fit == ImageFit(.crop, side: 9))
    _ = try perform("input --fit pad --fill 3", &session)
    #expect(session.preparation.fit == ImageFit(.pad, fill: 3))
    _ = try perform("input --fill 4", &session)
    #expect(session.preparation.fit == ImageFit(.pad, fill: 4))
  }

  @Test("Another shift leaves the other changes of images as they are")
  func shifts() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    _ = try perform("data digits", &session)
    for (line, text) in [
      ("augment flip, shift 2, cutout 3", "flip, shift 2, cutout 3"),
      ("shift 1", "flip, shift 1, cutout 3"), ("shift 0", "flip, cutout 3"),
      ("shift 4", "flip, cutout 3, shift 4"),
    ] {
      _ = try perform(line, &session)
      #expect(session.debugger.setup.trainingData?.augmentation.text == text)
    }
  }

  @Test("Images of a data set go the same way")
  func dataSets() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    _ = try perform("data digits", &session)
    _ = try perform("batch 2", &session)
    let usual = session.debugger.execution.batch.inputs[0]
    _ = try perform("input --scale 1 --mean 8 --deviation 4", &session)
    let batch = session.debugger.execution.batch.inputs[0]
    #expect(batch.shape == [2, 1, 8, 8])
    #expect(zip(batch.elements, usual.elements).allSatisfy { $0 == ($1 * 16 - 8) / 4 })
    #expect(session.text.preprocessingLine == "1×8×8 of 0…16, minus 8, divided by 4")
  }

  @Test("Values with the channels last are shown as a picture for every channel")
  func channelsLast() throws {
    let network = try NetworkLibrary.read(
      text: "input 4x5x3; relu; transpose 0,3,1,2; c: conv 2 3x3 pad 1", title: "last")
    var session = try Session(network, input: "digits:3")
    #expect(
      session.debugger.setup.input.fit
        == "scaled bilinearly 8×8 → 4×5, gray repeated in 3 channels, divided by 16, channels last")
    _ = try perform("finish", &session)
    _ = session.workToTheEnd()
    let tensors = session.debugger.tensors
    let reference = TensorReference(1, .activation)
    let value = try #require(tensors.value(of: reference))
    let maps = tensors.maps(value, of: reference)
    #expect((maps.count, maps[0].rows, maps[0].columns) == (3, 4, 5))
    #expect(maps[1].position(row: 2, column: 3) == Position([0, 2, 3, 1]))
    #expect(maps[1][2, 3] == value[Position([0, 2, 3, 1])])
    #expect(maps[0].values == maps[2].values)
    let place = maps.place(ofOffset: value.shape.offset(of: Position([0, 2, 3, 1])))
    #expect((place.map, place.place) == (1, 13))
    let field = session.debugger.network.receptiveField(of: Position([0, 0, 1, 1]), node: 3)
    #expect(field?.axes == [0...2, 0...2])
  }

  @Test("A wrong option changes nothing")
  func mistakes() throws {
    var session = try Session(network: "digits8", input: "digits:3")
    let before = session.debugger.moment
    for (line, sentence) in [
      ("input --scale x", "--scale takes a number or a fraction such as 1/255, not \"x\""),
      (
        "input --mean 1,2", "digits:3: --mean has 2 numbers, but the network takes 1 channel"
      ),
      (
        "input --size 3",
        "there is no option \"--size\"; there are --resize, --fit, --resize-side, --fill, "
          + "--scale, --mean, --deviation, --invert, --channels, and --usual, which forgets the "
          + "others"
      ),
    ] {
      #expect(throws: UserError(sentence)) { try perform(line, &session) }
    }
    #expect(session.debugger.moment == before)
    #expect(session.preparation == PreprocessingOptions())
  }
}
