namespace Onbehalf.Host.Worker;

/// <summary>The functions app, running: in the host's own process, or as a process of its own.</summary>
internal interface IWorker : IAsyncDisposable
{
    /// <summary>The services of a worker in this process; null for a process of its own.</summary>
    IServiceProvider? Services { get; }
}
