import CNNModel

/// Where a reader of many files says how far it is.
package enum ReadingProgress {
  /// Is told how many files are read, and how many there are.
  package typealias Report = @Sendable (_ done: Int, _ total: Int) -> Void

  @TaskLocal private static var report: Report?

  /// Does work whose progress is reported.
  package static func reporting<Result, Failure: Error>(
    to report: @escaping Report, _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let result = $report.withValue(report) { Swift.Result(catching: work) }
    return try result.get()
  }

  /// Says that a part of a folder is read.
  ///
  /// - Throws: ``FileError`` where the computation's ``CancellationToken`` is cancelled.
  static func advance(_ done: Int, of total: Int, in folder: String) throws(FileError) {
    guard !CancellationToken.isCancelled else {
      throw FileError(path: folder, reason: "reading was stopped after \(done) of \(total) files")
    }
    report?(done, total)
  }
}
