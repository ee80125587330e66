import CNNModel
import ScopeDebugger
import ScopeUI

/// The contents of the reference, from the tables that the program itself uses: the manual page and
/// the Markdown file are two forms of it.
enum Manual {
  /// Something that can be typed, and what it means.
  struct Entry {
    let term: String
    let meaning: String
    /// The keys of a command, in the notation of scripts.
    var keys: [String] = []
    /// The words of the term.
    var words: [Entry] = []
  }

  /// A table and the sentence before it.
  struct Section {
    let title: String
    let introduction: String
    let entries: [Entry]
  }

  /// A verb of the command line with the text of its `--help`.
  struct Verb {
    let name: String
    let abstract: String
    let help: String
  }

  /// What the program is, without the period.
  static var abstract: String { String(CNNScope.configuration.abstract.dropLast()) }

  static var description: [String] {
    CNNScope.configuration.discussion.split(separator: "\n\n").map(String.init)
  }

  static var verbs: [Verb] {
    CNNScope.configuration.subcommands.map { verb in
      Verb(
        name: verb.configuration.commandName ?? "", abstract: verb.configuration.abstract,
        help: CNNScope.helpMessage(for: verb, columns: 78))
    }
  }

  static var commands: Section {
    Section(
      title: "Keys and commands",
      introduction: "At the : prompt of the explorer and in scripts; those of the session also in "
        + "the repl. Views may give a key a meaning of their own.",
      entries: Explorer.commands.commands.map {
        Entry(term: $0.usage, meaning: $0.help, keys: $0.bindings.map(\.key))
      })
  }

  /// What a model file and the commands of a training are written with.
  static var languages: [Section] {
    [
      networks,
      section("Layers", "One layer per line of a model file.", LayerCatalog.grammars),
      section("Losses", "Behind loss.", LossCatalog.all.map { $0.grammar }),
      section(
        "Optimizers", "Behind optimizer, and --optimizer.", OptimizerCatalog.all.map { $0.grammar }),
      section(
        "Schedules", "Behind schedule, and --schedule.", ScheduleCatalog.all.map { $0.grammar }),
      recipes,
      Section(
        title: "Lessons", introduction: LessonLanguage.layout.joined(separator: " "),
        entries: LessonLanguage.forms.map { Entry(term: $0.usage, meaning: $0.help) }),
    ]
  }

  static var settings: Section {
    Section(
      title: "Settings", introduction: "Of the command set, and of the configuration.",
      entries: Explorer.settings.map {
        Entry(term: "\($0.name) \($0.values.joined(separator: "|"))", meaning: $0.help)
      })
  }

  private static var networks: Section {
    Section(
      title: "Networks", introduction: "Those that are built in.",
      entries: BuiltInNetwork.all.map { Entry(term: $0.name, meaning: $0.summary) })
  }

  private static var recipes: Section {
    Section(
      title: "Recipes", introduction: "Behind recipe, and --recipe.",
      entries: Recipe.all.map { Entry(term: $0.name, meaning: $0.help) })
  }

  private static func section(
    _ title: String, _ introduction: String, _ grammars: [LayerGrammar]
  ) -> Section {
    Section(
      title: title, introduction: introduction,
      entries: grammars.map { grammar in
        let words = (grammar.positional + grammar.options).map {
          Entry(term: $0.name, meaning: $0.help)
        }
        return Entry(term: grammar.usage, meaning: grammar.summary, words: words)
      })
  }
}
