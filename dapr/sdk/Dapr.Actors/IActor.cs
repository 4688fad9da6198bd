namespace Dapr.Actors;

/// <summary>Marks an interface whose methods are those of an actor.</summary>
public interface IActor;
