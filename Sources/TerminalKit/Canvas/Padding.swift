extension String {
  /// The text, padded with blanks on the left to a number of columns.
  public func leftPadded(to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - self.columns)) + self
  }

  /// The text, padded with blanks on the right to a number of columns.
  public func rightPadded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - self.columns))
  }
}
