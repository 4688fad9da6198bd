namespace Personalization.Hosting.Doors;

/// <summary>Who may come in, `Auth:Mode`.</summary>
public enum DoorMode
{
    /// <summary>Whoever reaches a listener. Only while every listener is on loopback, which is enforced.</summary>
    Open,

    /// <summary>Bearers of a valid token, each as far as its scopes go.</summary>
    Bearer,
}
