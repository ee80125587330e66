import CNNEngine
import CNNModel
import ModelFiles
import TestSupport
import Testing

@Suite struct SampleReferenceTests {
  @Test(
    "Names of samples are read",
    arguments: [
      ("digits:42", "digits", nil, 42), ("digits:train:7", "digits", .train, 7),
      ("mnist:test:0", "mnist", .test, 0), ("a/b:test:3", "a/b", .test, 3),
      ("a:b:3", "a:b", nil, 3),
      ("digits:-1", "digits", nil, -1), ("digits:99999999999999999999", "digits", nil, .max),
    ] as [(String, String, DataSet.Part?, Int)])
  func parsed(text: String, set: String, part: DataSet.Part?, index: Int) throws {
    let reference = try #require(try SampleReference(parsing: text))
    #expect(reference.dataSet == set)
    #expect(reference.part == part)
    #expect(reference.index == index)
    #expect(reference.description == text)
  }

  @Test(
    "Paths are not samples",
    arguments: ["digits", "five.npy", "a:b.npy", "x.npz:weight", "", ":", "a:"])
  func paths(text: String) throws {
    #expect(try SampleReference(parsing: text) == nil)
  }

  @Test(
    "A mistake in a sample's name is a sentence",
    arguments: [
      ("digits:", "digits:: a number should follow the last colon, as in digits:42"),
      ("mnist:test:x", "mnist:test:x: a number should follow the last colon, as in mnist:42"),
      (
        "digits:tset:7",
        "digits:tset:7: the part should be train or test, as in digits:test:7, but is \"tset\""
      ),
    ])
  func mistakes(text: String, expected: String) {
    #expect(sentence { _ = try SampleReference(parsing: text) } == expected)
  }

  @Test("An index counts through train and test")
  func anIndexCountsThroughTrainAndTest() throws {
    let digits = try DataSet.digits()
    func position(_ text: String) throws -> (part: DataSet.Part, index: Int) {
      try #require(try SampleReference(parsing: text)).position(in: digits)
    }
    #expect(try position("digits:1796") == (.test, 359))
    #expect(try position("digits:1436") == (.train, 1436))
    #expect(try position("digits:1437") == position("digits:test:0"))
    #expect(try position("digits:42") == position("digits:train:42"))
    for (text, range) in [
      ("digits:1797", "images of digits are numbered 0 to 1796"),
      ("digits:-1", "images of digits are numbered 0 to 1796"),
      ("digits:train:1437", "train images of digits are numbered 0 to 1436"),
      ("digits:test:360", "test images of digits are numbered 0 to 359"),
      ("digits:99999999999999999999", "images of digits are numbered 0 to 1796"),
    ] {
      #expect(sentence { _ = try position(text) } == "\(text): the \(range)")
    }
  }
}
