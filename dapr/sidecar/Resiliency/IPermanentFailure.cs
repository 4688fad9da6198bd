namespace Personalization.Sidecar.Resiliency;

/// <summary>Marks an exception that trying again cannot help: it is neither retried nor counted against the target.</summary>
internal interface IPermanentFailure;
