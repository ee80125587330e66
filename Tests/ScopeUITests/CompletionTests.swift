import ScopeDebugger
import ScopeUI
import TestSupport
import Testing

@Suite("What is offered at the prompt", .baselineLevel)
struct CompletionTests {
  /// What can follow a word that is offered alone.
  private static let ends: [String: String] = ["set-value": " *1", "map": ""]

  /// Sentences that tell of the moment, and not of the word.
  private static let ofTheMoment = [
    "not computed yet", "has not reached", "there is no data set", "reaches no later layer",
    "no number was changed", "nothing is beside", "was not measured", "no gradient",
  ]

  /// Why a line is not taken; `nil` where it is.
  private func refusal(_ line: String, _ player: Player) -> String? {
    var explorer = player.explorer
    do throws(UserError) {
      _ = try Explorer.commands.perform(line, &explorer)
      return nil
    } catch {
      return error.description
    }
  }

  /// The line with the first cell behind an open bracket, for any number of axes.
  private func ended(_ line: String) -> [String] {
    guard line.hasSuffix("[") else { return [line] }
    return (1...5).map { line + Array(repeating: "0", count: $0).joined(separator: ",") + "]" }
  }

  /// Whether what is offered are names of this network.
  private func isOfNames(_ completion: Completion) -> Bool {
    switch completion {
    case .layer, .channel, .tensor, .number, .settable, .held, .value: true
    case .either(let one, let other): isOfNames(one) || isOfNames(other)
    default: false
    }
  }

  @Test(
    "Every layer, tensor, cell or channel that is offered is one that the command takes",
    arguments: [
      ("lenet5", ["finish", "finish"]), ("digits8", ["data digits", "finish", "finish"]),
      ("digits8", []), ("strided", ["step"]), ("strided", ["finish", "finish", "finish"]),
    ])
  func arguments(_ network: String, _ lines: [String]) throws {
    var player = try player(network)
    for line in lines { try player.play(try Script(line, file: "test")) }
    for command in Explorer.commands.supported(by: player.explorer.session)
    where isOfNames(command.completion(ofArgument: 0)) {
      for line in player.explorer.completions(of: command.name + " ") {
        let refusals = ended(line + (Self.ends[command.name] ?? "")).map { refusal($0, player) }
        let sentences = refusals.compactMap { $0 }.filter { !$0.contains("there is no cell") }
        let isTaken = refusals.contains { $0 == nil }
        let isOfTheMoment = sentences.contains { sentence in
          Self.ofTheMoment.contains { sentence.contains($0) }
        }
        #expect(isTaken || isOfTheMoment, "\(line): \(sentences)")
      }
    }
  }

  @Test("A place to stop is no input, and nothing is offered that needs a comparison")
  func stops() throws {
    let player = try player("digits8")
    let words = player.explorer.completions(of: "break ")
    #expect(words.contains("break conv1") && !words.contains("break input"))
    #expect(player.explorer.completions(of: "break inp").isEmpty)
  }
}
