import ScopeDebugger
import TestSupport
import Testing

@Suite("Parameters of commands", .baselineLevel)
struct ParameterTests {
  @Test(
    "What is missing, wrong or too much is one sentence",
    arguments: [
      ("print", "print needs a value, as in print loss"),
      ("goto", "goto needs a whole number, as in goto 12"),
      ("goto 1 2", "unexpected \"2\"; usage: goto N"),
      ("goto soon", "goto takes a whole number, not \"soon\""),
      ("step 2 3", "unexpected \"3\"; usage: step [N]"),
      ("restart -1", "restart takes a whole number of at least 0, not \"-1\""),
      ("label", "label needs a whole number from 0 to 65535, or none, as in label 7"),
      ("label none 3", "unexpected \"3\"; usage: label N|none"),
      ("target", "target needs an array, or none, as in target wanted.npy"),
      ("rate fast", "rate takes a number, not \"fast\""),
      ("rate nan", "rate takes a number, not \"nan\""),
      ("shift -1", "shift takes a whole number from 0 to 1000000, not \"-1\""),
      ("history much", "history takes a whole number from 0 to 1048576, not \"much\""),
      ("sample first", "sample takes next, back, or a whole number of at least 0, not \"first\""),
      ("sample 1", "the batch has the samples 0 to 0, not 1"),
      ("arithmetic", "arithmetic needs a layer, as in arithmetic conv1"),
      ("map conv1 x", "map takes a whole number of at least 0, not \"x\""),
      ("explain", "explain needs a cell, as in explain conv1[0,3,4]"),
      ("save --over", "save takes a file, not \"--over\""),
      ("load", "load needs a file, or trained, as in load net.safetensors"),
      (
        "lab colour red",
        "the lab has no \"colour\"; it has kernel, stride, pad, pad-with, dilation, channels, groups, transposed, true-convolution, output-pad, weights, size, image, pass, dx-rotated, at, set, bias, reset"
      ),
      ("lab stride", "lab stride needs a value"),
      (
        "lab groups seperable",
        "groups needs a whole number, depthwise or separable, not \"seperable\"; did you mean \"separable\"?"
      ),
      ("lab set", "set needs a number, as in lab set input[1,2] 5"),
      (
        "lab set kernel 4",
        "a cell of the lab is written as input[1,2], kernel[0,1] or gradient[0,1]"
      ),
      ("batch 4", "there is no data set; data digits chooses one"),
    ])
  func sentences(_ line: String, _ sentence: String) throws {
    var session = try Session(network: "lenet5", input: "digits:42")
    #expect(throws: UserError(sentence)) { try Session.commands.perform(line, &session) }
  }

  @Test(
    "Usage is read from the parameters",
    arguments: [
      ("step", "step [N]"), ("goto", "goto N"), ("label", "label N|none"),
      ("sample", "sample [next|back|N]"), ("break", "break [LAYER or CONDITION]"),
      ("input", "input [INPUT] [--scale 1/255 …]"), ("data", "data [NAME|none]"),
      ("save", "save FILE [--over]"), ("map", "map TENSOR [CHANNEL]"), ("quit", "quit"),
    ])
  func usage(_ name: String, _ usage: String) throws {
    #expect(try Session.commands.command(named: name).usage == usage)
  }

  @Test("Each argument is completed with its own words")
  func completion() throws {
    let map = try Session.commands.command(named: "map")
    #expect(map.completion(ofArgument: 0) == .tensor)
    #expect(map.completion(ofArgument: 1) == .nothing)
    let data = try Session.commands.command(named: "data")
    #expect(data.completion(ofArgument: 0) == .words(["digits", "mnist", "none"]))
    let arithmetic = try Session.commands.command(named: "arithmetic")
    #expect(arithmetic.completion(ofArgument: 3) == .layer, "it takes the rest of the line")
    #expect(try Session.commands.command(named: "quit").completion(ofArgument: 0) == .nothing)
  }

  @Test(
    "A line is read once: its command, what follows from it, and a text that others can compare")
  func invocation() throws {
    let session = try Session(network: "lenet5", input: "digits:42")
    let invocation = try #require(try Session.commands.invocation(of: "rest   7", in: session))
    #expect(invocation.command.name == "restart" && invocation.text == "restart 7")
    #expect(invocation.traits == .mayDiscardTraining)
    let key = try #require(try Session.commands.invocation(of: "S 3", in: session))
    #expect(key.text == "back 3", "a key stands for its command")
    #expect(try Session.commands.invocation(of: "  ", in: session).map(\.text) == nil)
    #expect(Session.commands.canonicalText(of: "s  4") == "step 4")
    #expect(Session.commands.canonicalText(of: "fly  me") == "fly me")
  }

  @Test("What is left before it is done says what is true of the network and of a file")
  func stopped() {
    #expect(
      Session.commands.stoppedSentence("goto 9") == "stopped goto 9; the network is as it was")
    #expect(
      Session.commands.stoppedSentence(" save a.npz ")
        == "stopped save a.npz; the network is as it was, and the file is written whole or not at all"
    )
    #expect(
      Session.commands.stoppedSentence("fnord") == "stopped fnord; the network is as it was")
  }

  @Test("Nothing is done before all arguments are read")
  func reading() throws {
    var session = try Session(network: "lenet5", input: "digits:42")
    let before = session.debugger.moment
    #expect(throws: UserError.self) { try Session.commands.perform("restart 7 8", &session) }
    #expect(session.debugger.moment == before)
  }

  @Test("Every command has a group in which help lists it, and none is called twice")
  func names() {
    let commands = Session.commands.commands
    let names = commands.flatMap { [$0.name] + $0.aliases }
    #expect(Set(names).count == names.count)
    #expect(Set(commands.map(\.group)).count > 6)
  }
}
