/// The sentence with which `body` refuses; `nil` where it does not.
public func sentence(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return "\(error)"
  }
}
