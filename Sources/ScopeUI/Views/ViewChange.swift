/// What an action of a view does to the stack.
package enum ViewChange: Sendable {
  /// The view has changed, if anything.
  case stay
  case close
  case open(any View)
  /// Closes it and puts others in its place.
  case replace([any View])
  /// Closes it, and the view below that it asks for.
  case closeWithAsker
  /// Closes all views that cover the network.
  case showNetwork
  /// Closes the views that stand beside it, and perhaps does a command.
  case comeForward(String? = nil)
  /// Does a command.
  case perform(String)
  /// Closes it, and does a command.
  case submit(String)
}

/// What `show` can show of a layer.
package enum MapContent: Hashable, Sendable {
  case activation, gradient
  /// A parameter by its number; `nil` for the next one.
  case weights(Int?)
  /// The image before the preprocessing.
  case original
}
