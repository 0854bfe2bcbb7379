console.log('button', 1)
