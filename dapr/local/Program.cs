Console.Error.WriteLine("nothing to start yet");
