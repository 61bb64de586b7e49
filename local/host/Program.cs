using System.Runtime.InteropServices;
using Onbehalf.Host;
using Onbehalf.Sidecars.Supervision;

var (settings, worker) = HostArguments.Parse(args);
try
{
    if (args.Contains(CheckModel.Name))
        return await CheckModel.RunAsync(settings, Console.Out);
    if (args is [FillDemo.Name, .. var wanted])
        return await FillDemo.RunAsync(wanted, Console.In, Console.Out, CancellationToken.None);
    if (args is [FillWiki.Name, .. var asked])
        return await FillWiki.RunAsync(asked, Console.In, Console.Out, CancellationToken.None);
    var quit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Quit);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Quit);
    await using var host = await LocalHost.StartAsync(settings, worker);
    Console.WriteLine($"Listening on {host.Url}");
    if (await Task.WhenAny(quit.Task, host.WorkerLost) == quit.Task)
        return 0;
    Console.Error.WriteLine($"The worker ended: {(await host.WorkerLost).Message}");
    return 1;

    void Quit(PosixSignalContext signal)
    {
        signal.Cancel = true;
        quit.TrySetResult();
    }
}
catch (Exception refused) when (refused is InvalidOperationException or SidecarsUnavailableException)
{
    Console.Error.WriteLine(refused.Message);
    return 1;
}
