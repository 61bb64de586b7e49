namespace Onbehalf.Host.Worker;

/// <summary>The field numbers of <c>StreamingMessage</c> between host and worker, from azure-functions-language-worker-protobuf.</summary>
internal enum WorkerMessage
{
    Log = 2,
    Invoke = 4,
    Invoked = 5,
    Load = 8,
    Loaded = 9,
    Initialized = 16,
    Initialize = 17,
    Started = 20,
    Cancel = 21,
    AskFunctions = 29,
    Functions = 30,
}
