import CNNModel
import ModelFiles
import SwiftProtobuf
import TestSupport
import Testing

/// Names of classes from files and from the metadata of models.
struct ClassNameTests {
  private static func read(_ text: String) throws -> ClassNames {
    try withFolder { folder in
      try FileContent.write(Array(text.utf8), to: "\(folder)/names.txt")
      return try ClassNameFile.read("\(folder)/names.txt")
    }
  }

  @Test(
    "The usual forms of lists",
    arguments: [
      "tench\ngoldfish\n", "tench\r\ngoldfish\r\n\r\n", "n01440764 tench\nn01443537 goldfish",
      "[\"tench\", \"goldfish\"]", "{\"0\": \"tench\", \"1\": \"goldfish\"}",
      "{\"0\": [\"n01440764\", \"tench\"], \"1\": [\"n01443537\", \"goldfish\"]}",
      "{0: 'tench', 1: 'goldfish',}", "('tench', 'goldfish')", "{\"goldfish\": 1, \"tench\": 0}",
    ])
  func forms(text: String) throws {
    #expect(try Self.read(text) == ClassNames(["tench", "goldfish"]))
  }

  @Test("Escapes are those of JSON")
  func escapes() throws {
    let text = #"["caf\u00e9", "\ud83d\ude00", "a\\b", "\u12"]"#
    #expect(try Self.read(text) == ClassNames(["café", "😀", "a\\b", "u12"]))
  }

  @Test("A class without a name is said by its number alone")
  func titles() throws {
    let names: ClassNames? = try Self.read("{2: \"Turk's \\\"head\\\"\"}")
    #expect(names.title(of: 2) == "2 Turk's \"head\"")
    #expect(names.title(of: 1) == "1")
    #expect(names.title(of: 7) == "7")
    #expect((nil as ClassNames?).title(of: 3) == "3")
  }

  @Test(
    "Mistakes are one sentence",
    arguments: [
      ("", "there are no class names in it; one a line is expected"),
      ("{0: 'a'", "\",\" or \"}\" is expected at character 8, but the text ends"),
      ("{'a': 'b'}", "a class is a number from 0 to 65535, not \"b\""),
      ("{99999999: 'a'}", "a class is a number from 0 to 65535, not \"99999999\""),
      ("[[[[[1]]]]]", "a name is expected at character 4, but there is \"[\""),
      ("['a", "a closing quotation mark is expected at character 4, but the text ends"),
      ("[\"a\"] b", "nothing more is expected at character 7, but there is \"b\""),
    ])
  func mistakes(text: String, expected: String) {
    let found = sentence { _ = try Self.read(text) }
    #expect(found?.hasSuffix("names.txt: \(expected)") == true, "\(found ?? "accepted")")
  }

  /// A network of two scores.
  private static func scores(_ metadata: [(String, String)]) -> ProtoModel {
    var model = model(
      inputs: [value("x", [1, 2])], outputs: ["y"], node("Relu", ["x"], ["y"]))
    model.metadataProps = metadata.map { key, value in .with { ($0.key, $0.value) = (key, value) } }
    return model
  }

  @Test(
    "Names in a model's metadata",
    arguments: [
      ("names", "{0: 'cat', 1: 'dog'}"), ("classes", "[\"cat\", \"dog\"]"),
      ("class_names", "cat,dog"), ("labels", "cat\ndog"),
    ])
  func metadata(key: String, text: String) throws {
    let network = try #require(try imported(Self.scores([("author", "me"), (key, text)])).network)
    #expect(network.classNames == ClassNames(["cat", "dog"]))
  }

  @Test("Names in a model that has another number of scores are not used, and a note says it")
  func otherCount() throws {
    let network = try #require(
      try imported(Self.scores([("names", "['a', 'b', 'c']")])).network)
    #expect(network.classNames == nil)
    #expect(
      network.notes.last
        == "the file has names for 3 classes, but 2 numbers come out, so they are not used")
  }
}
