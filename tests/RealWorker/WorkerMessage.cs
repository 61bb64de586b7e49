namespace Onbehalf.Tests.RealWorker;

/// <summary>The members of a streaming message between host and worker, by their numbers in the protocol of Azure Functions.</summary>
internal enum WorkerMessage
{
    Log = 2,
    Invoke = 4,
    Invoked = 5,
    Load = 8,
    Loaded = 9,
    Terminate = 14,
    Initialized = 16,
    Initialize = 17,
    Started = 20,
    AskFunctions = 29,
    Functions = 30,
}
