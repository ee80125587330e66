import Foundation
import ModelFiles
import ScopeDebugger
import TestSupport
import Testing

/// Names of files as they are typed.
@Suite("File names as they are typed", .baselineLevel) struct PathWordTests {
  @Test(
    "Quotation marks and backslashes hold blanks together",
    arguments: [
      ("a.npz", "a.npz"), ("\"a b.npz\"", "a b.npz"), ("'a b.npz'", "a b.npz"),
      ("a\\ b.npz", "a b.npz"), ("a b.npz", "a b.npz"), ("it's.npz", "it's.npz"),
      ("dir/\"a b\"/c", "dir/a b/c"), ("\"a \\\"b\\\".npz\"", "a \"b\".npz"), ("a\\b", "a\\b"),
      ("'a\\b'", "a\\b"), ("\"--over\"", "--over"), ("a\\\\ b", "a\\ b"),
    ])
  func quotes(typed: String, path: String) throws {
    let arguments = try FileArguments(typed)
    #expect(arguments.path == path)
    #expect(try FileArguments(path.asPathWord).words.map(\.text) == [path])
  }

  @Test("A tilde is a home folder")
  func tilde() throws {
    let home = try #require(ProcessInfo.processInfo.environment["HOME"])
    #expect(try FileArguments("~/a.npz").path == "\(home)/a.npz")
    #expect(try FileArguments("~").path == home)
    #expect(try FileArguments("~root/a").path == "/root/a")
    #expect(try FileArguments("\"~/a\"").path == "~/a")
    #expect(try FileArguments("a~").path == "a~")
    #expect(try FileArguments("~no-such-user/a").path == "~no-such-user/a")
  }

  @Test("An option that there is not is refused, with the nearest one")
  func options() throws {
    var session = try Session(network: "digits8", input: "digits:1")
    let mistakes = [
      ("save x.npz --ovr", "there is no option \"--ovr\"; did you mean \"--over\"?"),
      ("export --ower x.npz", "there is no option \"--ower\"; did you mean \"--over\"?"),
      ("save x.npz --foo", "there is no option \"--foo\"; there is --over"),
      ("load --over x.npz", "there is no option \"--over\"; there is --partial"),
      ("open --over lenet5", "there is no option \"--over\"; this takes none"),
      ("save \"x", "the quotation mark \" in \"\"x\" is not closed"),
      ("input 'x", "the quotation mark ' in \"'x\" is not closed"),
    ]
    for (line, expected) in mistakes {
      #expect(throws: UserError(expected)) { try Session.commands.perform(line, &session) }
    }
    #expect(!FileContent.exists("x.npz"))
  }

  @Test("Commands open and write files whose names have blanks")
  func blanks() throws {
    try withFolder { folder in
      var session = try Session(network: "digits8", input: "digits:1")
      for line in [
        "export \"\(folder)/a net.cnn\"", "export network '\(folder)/b net.cnn'",
        "open \"\(folder)/a net.cnn\" digits:3", "save \(folder)/my\\ w.npz",
        "load \"\(folder)/my w.npz\"", "save \"\(folder)/my w.npz\" --over",
        "run 1", "export input '\(folder)/an image.npy'", "input \"\(folder)/an image.npy\"",
        "run 1",
        "export pytorch \"\(folder)/a net.py\"",
      ] {
        _ = try Session.commands.perform(line, &session)
        _ = session.workToTheEnd()
      }
      #expect(session.network.title == "a net")
      #expect(session.debugger.setup.input.name == "\(folder)/an image.npy")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["a net.cnn", "a net.py", "an image.npy", "b net.cnn", "my w.npz"])
      #expect(session.reproduction.contains("input \"\(folder)/an image.npy\""))
    }
  }

  @Test("The network file is written again, but nothing else in its place")
  func ownNetwork() throws {
    try withFolder { folder in
      let path = "\(folder)/net"
      try FileContent.write(Array("input 1x8x8\nflatten\nlinear 10\n".utf8), to: path)
      var session = try Session(network: path, input: "digits:1")
      for line in ["export pytorch \(path) --over", "save \(path) --over"] {
        #expect(throws: UserError.self) { try Session.commands.perform(line, &session) }
      }
      #expect(try TextFile.read(path).hasPrefix("input 1x8x8\nflatten"))
      _ = try Session.commands.perform("export network \(path) --over", &session)
    }
  }

  @Test(
    "A completed name is typed as it was begun",
    arguments: [
      ("open my", "my dir/", "my\\ dir/"), ("open \"my", "my dir/", "\"my dir/"),
      ("open 'm", "my dir/a b.cnn", "'my dir/a b.cnn'"), ("open a", "a.cnn", "a.cnn"),
    ])
  func completion(line: String, path: String, typed: String) throws {
    #expect(try #require(PathWord.last(of: line)).completed(to: path) == typed)
    #expect(
      try FileArguments(typed.hasSuffix("/") && typed.hasPrefix("\"") ? typed + "\"" : typed).path
        == path)
  }

  @Test("A completed name keeps its tilde")
  func tildeCompletion() throws {
    let word = try #require(PathWord.last(of: "open ~/a"))
    let home = try #require(ProcessInfo.processInfo.environment["HOME"])
    #expect(word.text == "\(home)/a")
    #expect(word.completed(to: "\(home)/a b.cnn") == "~/a\\ b.cnn")
    #expect(PathWord.last(of: "open a ") == nil)
  }
}
