using Onbehalf.Sidecars.Supervision;

if (args is not ["supervise", .. var rest])
{
    Console.Error.WriteLine("usage: Onbehalf.Sidecars supervise --home FOLDER [--packages FOLDER] [--linger MILLISECONDS] [--fast] [--remove-home]");
    return 2;
}

var options = SidecarOptions.Parse(rest);
try
{
    using var supervisor = new Supervisor(options);
    return await supervisor.RunAsync();
}
catch (Exception failure)
{
    // Nobody reads the output of this process: the app that started it may have exited.
    await File.WriteAllTextAsync(new SidecarHome(options.Home).Log("supervisor"), failure.ToString());
    return 1;
}
