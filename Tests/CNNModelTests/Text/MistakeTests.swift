import CNNModel
import Testing

/// The exact sentence, line and column for every mistake in a model file.
@Suite struct MistakeTests {
  private func sentence(_ text: String) -> String {
    do throws(NetworkTextError) {
      _ = try Network(text: text, title: "m", file: "m.cnn")
      return "no mistake"
    } catch { return error.description }
  }

  @Test(
    "Mistakes in words are named",
    arguments: [
      ("convv 8 3x3", "2:1: there is no layer \"convv\"; did you mean \"conv\"?"),
      (
        "conv",
        "2:6: conv needs channels (a number of channels from 1 to 1048576); write \"\(usage)\""
      ),
      (
        "conv 8",
        "2:8: conv needs kernel (one number, or one per spatial axis such as 3x5, from 1 to 4096); "
          + "write \"\(usage)\""
      ),
      (
        "conv x 3x3",
        "2:6: channels needs a number of channels from 1 to 1048576, not \"x\""
      ),
      (
        "conv 8 0x3",
        "2:8: kernel needs one number, or one per spatial axis such as 3x5, from 1 to 4096, not \"0x3\""
      ),
      (
        "conv 8 3x3 stride 1.5",
        "2:19: stride needs one number, or one per spatial axis such as 3x5, from 1 to 4096, or kernel, "
          + "not \"1.5\""
      ),
      ("conv 8 3x3 strid 2", "2:12: conv has no word \"strid\"; did you mean \"stride\"?"),
      ("conv 8 3x3 pad 1 pad 2", "2:18: pad is given twice"),
      (
        "conv 8 3x3 pad much",
        "2:16: pad needs same, valid, full, a number to 4096, one per spatial axis such as 1x2, or "
          + "the cells before and then after every axis such as 1,0,2,1, not \"much\""
      ),
      (
        "conv 8 3x3 pad-with ones",
        "2:21: pad-with needs one of zeros, nearest, reflect, circular, not \"ones\""
      ),
      ("relu 3", "2:6: relu has no word \"3\"; it takes no further words"),
      (
        "  linear",
        "2:10: linear needs units (a whole number from 1 to 1048576); write \"linear UNITS [no-bias]\""
      ),
      ("dropout 1", "2:1: dropout needs a probability of at least 0 and below 1, not 1.0"),
      (
        "relu from inpt",
        "2:11: there is no layer \"inpt\" before this one; did you mean \"input\"?"
      ),
      ("relu from", "2:11: from needs the names of layers"),
      (
        "1st: relu",
        "2:1: a layer's name has letters, digits, _, - and . and begins with a letter or _, not \"1st\""
      ),
      ("a:", "2:2: a layer is expected after the name"),
      ("relu; a: relu; a: relu", "2:16: there are two layers called a"),
      ("input: relu", "2:1: there are two layers called input"),
      ("relu; input 1x8x8", "2:7: input stands at the beginning only; a second one needs a name"),
      ("relu init xaver", "2:11: there is no init \"xaver\"; did you mean \"xavier\"?"),
      ("init he\ninit he", "3:1: init is given twice"),
      ("loss cross-entropy\nloss squared-error", "3:1: loss is given twice"),
      ("loss cross", "2:6: there is no loss \"cross\"; did you mean \"cross-entropy\"?"),
      ("relu # fine\n\nrelux", "4:1: there is no layer \"relux\"; did you mean \"relu\"?"),
    ])
  func words(line: String, expected: String) {
    #expect(sentence("input 2x8x6\n\(line)") == "m.cnn:\(expected)")
  }

  private static let usage =
    "conv CHANNELS KERNEL [stride] [pad] [pad-with] [dilation] [groups] [no-bias] [true-convolution]"

  @Test(
    "Shapes that do not fit are named",
    arguments: [
      (
        "linear 10",
        "1: linear takes a row of numbers, but what comes before it gives 2×8×6; write \"flatten\" before it"
      ),
      (
        "conv 3→4 3x3",
        "1: conv takes 3 channels, but what comes before it gives 2; write \"conv 2→4\" or drop the number"
      ),
      (
        "conv 4 9x3",
        "1: conv1: a kernel of 9×3 does not fit into 2×8×6: 8 + 0 − 1·(9−1) − 1 = -1 is below 0; "
          + "at most 8 rows of kernel would fit, or 1 more of padding"
      ),
      (
        "conv 4 3x3 dilation 1x3",
        "1: conv1: a kernel of 3×3 at dilation 1x3 does not fit into 2×8×6: "
          + "6 + 0 − 3·(3−1) − 1 = -1 is below 0; "
          + "at most 2 columns of kernel would fit, or 1 more of padding"
      ),
      (
        "conv 3 3x3 groups 2",
        "1: conv1: 2 groups do not divide 2 input and 3 output channels evenly; groups 1 would fit"
      ),
      (
        "conv 3 3x3 pad 7 pad-with reflect",
        "1: conv1: padding 7 with reflect needs more than the 6 columns; at most 5 fits"
      ),
      (
        "flatten; conv 4 3x3",
        "10: conv takes channels×rows×columns, but what comes before it gives 96; put it before the layer that flattens"
      ),
      (
        "a: conv 3 3x3; add from a, input",
        "16: add takes shapes that are equal or 1 on every axis, but gets 1×3×6×4 and 1×2×8×6"
      ),
      ("add", "1: add takes at least 2 inputs, but 1 is given; write \"add from A, B\""),
      (
        "a: conv 3 3x3; concat from a, input",
        "16: concat takes shapes that differ in their channels alone, but gets 3×6×4 and 2×8×6"
      ),
      (
        "flatten; softmax axis 2",
        "10: softmax along axis 2 of 1×96, which has 2 axes; -2 to 1 fit"
      ),
      (
        "deconv 2 2x2 output-pad 1",
        "1: deconv1: output-pad 1 is not below stride 1 or dilation 1; at most 0 fits"
      ),
      (
        "deconv 2 1x1 pad 4",
        "1: deconv1: (8 − 1)·1 − 4 − 4 + 1·(1−1) + 0 + 1 = 0 leaves no rows; 7 cells of padding in all would fit"
      ),
      (
        "flatten; separable 2 3x3",
        "10: separable takes channels×rows×columns, but what comes before it gives 96"
      ),
      ("relu from input, input", "1: relu takes 1 input, but 2 are given"),
    ])
  func shapes(line: String, expected: String) {
    #expect(sentence("input 2x8x6\n\(line)") == "m.cnn:2:\(expected)")
  }

  @Test(
    "Mistakes of a whole file are named",
    arguments: [
      ("", "1:1: there is no layer; a network begins with its input, as in \"input 1x28x28\""),
      (
        "# nothing\n",
        "1:1: there is no layer; a network begins with its input, as in \"input 1x28x28\""
      ),
      ("input 1x8x8", "1:1: there is no layer after the input"),
      ("relu", "1:1: a network begins with its input; write \"input 1x28x28\""),
      ("input 0x8x8", "1:7: shape needs a shape such as 1x28x28, not \"0x8x8\""),
      ("input 1x8x8\r\nrelux\r\n", "2:1: there is no layer \"relux\"; did you mean \"relu\"?"),
    ])
  func files(text: String, expected: String) {
    #expect(sentence(text) == "m.cnn:\(expected)")
  }
}
