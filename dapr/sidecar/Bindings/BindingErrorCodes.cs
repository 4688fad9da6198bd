namespace Personalization.Sidecar.Bindings;

/// <summary>daprd's error codes of bindings, as its clients compare them.</summary>
internal static class BindingErrorCodes
{
    public const string Invoke = "ERR_INVOKE_OUTPUT_BINDING";
}
