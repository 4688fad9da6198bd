namespace Personalization.Sidecar.Actors;

/// <summary>daprd's error codes of actors, as its clients compare them.</summary>
internal static class ActorErrorCodes
{
    public const string Invoke = "ERR_ACTOR_INVOKE_METHOD";
    public const string InstanceMissing = "ERR_ACTOR_INSTANCE_MISSING";
    public const string RuntimeNotFound = "ERR_ACTOR_RUNTIME_NOT_FOUND";
    public const string TypeReserved = "ERR_ACTOR_TYPE_RESERVED";
    public const string StackDepth = "ERR_ACTOR_STACK_DEPTH";
    public const string StateGet = "ERR_ACTOR_STATE_GET";
    public const string StateTransaction = "ERR_ACTOR_STATE_TRANSACTION_SAVE";
    public const string ReminderCreate = "ERR_ACTOR_REMINDER_CREATE";
    public const string ReminderDelete = "ERR_ACTOR_REMINDER_DELETE";
    public const string ReminderNotFound = "ERR_ACTOR_REMINDER_NOT_FOUND";
    public const string ReminderNotHosted = "ERR_ACTOR_REMINDER_NON_HOSTED";
    public const string ReminderExists = "ERR_ACTOR_REMINDER_ALREADY_EXISTS";
    public const string TimerCreate = "ERR_ACTOR_TIMER_CREATE";
}
