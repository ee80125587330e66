import Differences
import Synchronization

/// A progress bar for the search of a mistake in large arrays.
final class SearchProgress: Sendable {
  private let progress = Mutex<Progress?>(nil)

  /// Shows how far the search is.
  var report: DifferenceSearch.Report {
    { [self] done, count in
      progress.withLock { shown in
        if shown == nil { shown = Progress(total: count) }
        shown?.show(min(done, count), "known mistakes")
      }
    }
  }

  /// Removes the bar.
  func finish() { progress.withLock { $0?.finish() } }
}
