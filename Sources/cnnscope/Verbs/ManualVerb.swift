import ArgumentParser
import ScopeDebugger
import ScopeUI

/// `cnnscope manual`: the manual page, made of the tables that the program itself goes by.
struct ManualVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page.",
    discussion: "Example: cnnscope manual | man -l -")

  func run() throws { print(Manual().text) }
}

/// The manual page in the language of man(7).
struct Manual {
  var text: String {
    ([".TH CNNSCOPE 1", ".SH NAME", "cnnscope \\- \(plain(abstract))"]
      + synopsis + verbs + keys + commands + settings + surroundings).joined(separator: "\n")
  }

  private var abstract: String {
    String(CNNScope.configuration.abstract.dropLast()).lowercasedFirst
  }

  private var synopsis: [String] {
    [
      ".SH SYNOPSIS", ".B cnnscope", ".RI [ NETWORK \" [\" INPUT ]] \" [options]\"", ".br",
      ".B cnnscope", ".I VERB", ".RI [ arguments ]", ".SH DESCRIPTION",
    ] + CNNScope.configuration.discussion.split(separator: "\n\n").flatMap { [".PP", plain($0)] }
  }

  private var verbs: [String] {
    [".SH VERBS"]
      + CNNScope.configuration.subcommands.flatMap { verb -> [String] in
        let help = CNNScope.helpMessage(for: verb, columns: 78)
        return [".SS \(plain(verb.configuration.commandName ?? ""))", ".nf"]
          + help.split(separator: "\n", omittingEmptySubsequences: false).map(plain) + [".fi"]
      }
  }

  private var keys: [String] {
    [".SH KEYS", "In the explorer; views may give a key a meaning of their own."]
      + Explorer.commands.commands.filter { !$0.bindings.isEmpty }.flatMap { command in
        [".TP", ".B \(plain(command.bindings.map(\.key).joined(separator: " ")))"]
          + [plain("\(command.name): \(command.help)")]
      }
  }

  private var commands: [String] {
    [".SH COMMANDS", "Behind : in the explorer, in scripts, and of the session also in the repl."]
      + Explorer.commands.commands.flatMap { command in
        [".TP", ".B \(plain(command.usage))", plain(command.help)]
      }
  }

  private var settings: [String] {
    [".SH SETTINGS", "Of the command set, and of the configuration."]
      + Explorer.settings.flatMap { setting in
        [".TP", ".B \(plain("\(setting.name) \(setting.values.joined(separator: "|"))"))"]
          + [plain(setting.help)]
      }
  }

  private var surroundings: [String] {
    let variables = [
      ("XDG_CONFIG_HOME", "where the folder cnnscope with the configuration is"),
      (
        "NO_COLOR", "when it is set and not empty, no colors are used unless --color asks for them"
      ),
      ("COLORTERM", "truecolor or 24bit: the terminal has more than 256 colors"),
      ("COLORFGBG", "the numbers of text and background color"),
      ("TERM, LANG, LC_ALL, LC_CTYPE", "what the terminal is, and what it can write"),
      ("CNNSCOPE_DATA", "where the folders of data sets are"),
    ]
    return [".SH FILES", ".TP", ".I ~/.config/cnnscope/config"]
      + [plain("The commands set, map and unmap, a line each; # begins a comment.")]
      + [".SH ENVIRONMENT"]
      + variables.flatMap { [".TP", ".B \($0.0)", plain($0.1)] }
      + [
        ".SH EXIT STATUS",
        "0 done; 1 a file, a network or a check failed; 64 a wrong command line.",
      ]
  }

  /// Text in which nothing is an order to the formatter.
  private func plain(_ text: some StringProtocol) -> String {
    let safe = String(text).replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return safe.hasPrefix(".") || safe.hasPrefix("'") ? "\\&" + safe : String(safe)
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
