import CNNEngine
import CNNModel
import Damages
import Foundation
import ModelFiles

/// Reads damaged copies of files for a while: each must be read or refused in a sentence.
///
/// Not a test: it goes on for as long as wanted and prints what it found. The damaged file is kept
/// at `KEEP` while it is read, so that it is there after a trap; the same number makes the same
/// file. The data of a model that lies in other files is looked for beside `KEEP`.
/// `FuzzHarness SECONDS FIRST-NUMBER KEEP FILE|FOLDER …`
@main
enum FuzzHarness {
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count > 3, let seconds = Double(words[0]), let first = Int(words[1]) else {
      print("usage: FuzzHarness SECONDS FIRST-NUMBER KEEP FILE|FOLDER …")
      return
    }
    let files = try words[3...].flatMap(files).filter { $0.count <= 1 << 16 }
    guard !files.isEmpty else {
      print("there are no files up to 64 kB")
      return
    }
    try Fuzz(files: files, keep: words[2]).run(seconds: seconds, first: first)
  }

  /// The contents of a file or of those in a folder and below it.
  private static func files(_ path: String) throws -> [[UInt8]] {
    guard FileContent.isFolder(path) else { return [try FileContent.read(path)] }
    let names = FileManager.default.subpaths(atPath: path) ?? []
    return try names.sorted().map { "\(path)/\($0)" }.filter { !FileContent.isFolder($0) }
      .map { try FileContent.read($0) }
  }
}

/// Files to damage, and where a damaged one is kept.
struct Fuzz {
  let files: [[UInt8]]
  let keep: String

  private static let slow = Duration.seconds(2)

  func run(seconds: Double, first: Int) throws {
    let clock = ContinuousClock()
    let start = clock.now
    var (number, refused, findings) = (first, 0, 0)
    var longest = Duration.zero
    while clock.now - start < .seconds(seconds) {
      var mutator = Mutator(UInt64(number) &* 0x2545_F491_4F6C_DD1D)
      let bytes = mutator.damage(files[mutator.below(files.count)], files)
      try Data(bytes).write(to: URL(filePath: keep))
      var sentence: String?
      let time = clock.measure { sentence = Self.refusal(keep) }
      longest = max(longest, time)
      if sentence != nil { refused += 1 }
      if let finding = finding(sentence, time) {
        findings += 1
        print("\(number): \(finding)")
      }
      number += 1
    }
    print(
      "\(number - first) files from number \(first) on, \(refused) refused, \(findings) findings; "
        + "the longest took \(longest), the most memory was \(Self.peak) MB")
  }

  /// What is wrong with how a file was read.
  private func finding(_ sentence: String?, _ time: Duration) -> String? {
    if time > Self.slow { return "it took \(time)" }
    guard let sentence else { return nil }
    if sentence.contains("\n") { return "not one line: \(sentence)" }
    return sentence.harmless == sentence ? nil : "not harmless: \(sentence.harmless)"
  }

  /// Opens a file as what its beginning says, or else as what the first file of all is.
  private static func refusal(_ path: String) -> String? {
    do { try open(path) } catch { return "\(error)" }
    return nil
  }

  private static func open(_ path: String) throws {
    let kind = try FileKind(ofFile: path)
    if try FileKind.isNetwork(path) { return try openModel(path) }
    try openDataSet(path)
    switch kind.format {
    case .png, .jpeg, .pnm: _ = try ImageFile.read(path)
    case .text, .empty:
      let bytes = try FileContent.read(path)
      _ = try Network(
        text: String(decoding: bytes, as: UTF8.self).harmlessLines, title: "changed",
        file: path)
    default: _ = try ArrayFile.readAll(path)
    }
  }

  /// Reads what may be a table, an archive or arrays of a data set; a sentence must be harmless.
  private static func openDataSet(_ path: String) throws {
    do { _ = DataSetSummary(try DataSet.open(path)) } catch {
      let sentence = "\(error)"
      if sentence.harmless != sentence || sentence.contains("\n") { throw error }
    }
  }

  /// Reads a model and runs it where it is small.
  private static func openModel(_ path: String) throws {
    let network = try ImportedModel(path, title: "changed").network
    guard let network, network.multiplyAccumulateCount < 1 << 22,
      network.nodes.indices.allSatisfy({ node in
        network.outputShapes(of: node).allSatisfy { $0.count <= 1 << 14 }
      })
    else { return }
    let inputs = network.sources.map {
      Tensor(shape: network.outputShapes(of: $0)[0], repeating: 1)
    }
    _ = Execution.forward(network, Batch(inputs: inputs, target: nil, size: 1))
  }

  /// The most memory that the process had, in MB.
  private static var peak: Int {
    var usage = rusage()
    getrusage(.init(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) >> 10
  }
}

extension String {
  /// The text with every line harmless: a model file quotes its words where it is refused.
  fileprivate var harmlessLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).harmless }
      .joined(separator: "\n")
  }
}
