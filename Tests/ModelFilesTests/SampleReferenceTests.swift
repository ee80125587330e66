import CNNEngine
import CNNModel
import ModelFiles
import Testing

@Suite struct SampleReferenceTests {
  @Test(
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

  @Test(arguments: ["digits", "five.npy", "a:b.npy", "x.npz:weight", "", ":", "a:"])
  func paths(text: String) throws {
    #expect(try SampleReference(parsing: text) == nil)
  }

  @Test(arguments: [
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

  @Test func anIndexCountsThroughTrainAndTest() throws {
    let digits = try DataSet.digits()
    func sample(_ text: String) throws -> Sample {
      try #require(try SampleReference(parsing: text)).sample(in: digits)
    }
    let last = try sample("digits:1796")
    #expect((last.part, last.indexInPart, last.label) == (.test, 359, 8))
    #expect(last.className == "8")
    #expect(last.image == digits.test.image(at: 359))
    #expect(try sample("digits:1436").part == .train)
    #expect(try sample("digits:1437").image == sample("digits:test:0").image)
    #expect(try sample("digits:42").image == sample("digits:train:42").image)
    for (text, range) in [
      ("digits:1797", "images of digits are numbered 0 to 1796"),
      ("digits:-1", "images of digits are numbered 0 to 1796"),
      ("digits:train:1437", "train images of digits are numbered 0 to 1436"),
      ("digits:test:360", "test images of digits are numbered 0 to 359"),
      ("digits:99999999999999999999", "images of digits are numbered 0 to 1796"),
    ] {
      #expect(sentence { _ = try sample(text) } == "\(text): the \(range)")
    }
  }
}
