using System.Diagnostics.CodeAnalysis;

namespace Dapr.Actors;

/// <summary>Marks an interface whose methods are those of an actor. Each method returns a task, is not overloaded and not generic.</summary>
[SuppressMessage("Design", "CA1040:Avoid empty interfaces", Justification = "The official SDK marks actors with an interface.")]
public interface IActor;
