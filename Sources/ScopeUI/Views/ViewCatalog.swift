import ScopeDebugger

/// All views of the program. A new one is a type in a file of its own, and a line here.
package enum ViewCatalog {
  /// All types, in the order in which their commands are listed.
  package static let all: [any View.Type] = [
    LessonView.self, WeightsView.self, FieldView.self, MicroscopeView.self, CurveView.self,
    LadderView.self, ConfusionView.self, SampleListView.self, DataSetView.self, WhyView.self,
    GradeView.self, CompareView.self, BesideView.self, CheckupView.self, FindRateView.self,
    TopView.self, DeadView.self, DrawView.self, ChangeView.self,
    MapsView.self,
    PredictionView.self,
    LabView.self, ProjectorView.self, PageView.self, HelpView.self, PromptView.self, ExitView.self,
  ]

  /// The view below all others: the first that shows what is opened.
  static func initialView(for session: Session) -> any View {
    for type in all {
      if let view = type.initial(session) { return view }
    }
    preconditionFailure("no view shows what is opened")
  }
}
